package dev.keyfabric.validator.exchange;

import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.token.TxnToken;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives Txn-Tokens for API keys and for Txn-Tokens (RFC 8693; docs/contract/identity.md, section 4). What is wrong with a
 * request is said as RFC 6749, section 5.2, has it.
 */
@Controller("/v1/token")
final class TokenController {
    private final TokenDesk desk;
    private final String trustDomain;

    TokenController(TokenDesk desk, NodeSettings settings) {
        this.desk = desk;
        this.trustDomain = settings.engine().tokens().trustDomain();
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.ALL)
    MutableHttpResponse<byte[]> token(@Body byte @Nullable [] body) {
        try {
            Form form = Form.read(body == null ? new byte[0] : body);
            return granted(desk.tokenFor(TokenRequest.of(form, trustDomain)));
        } catch (TokenFault fault) {
            return refused(fault);
        }
    }

    private static MutableHttpResponse<byte[]> granted(TxnToken token) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", token.compact());
        members.put("issued_token_type", TokenRequest.TXN_TOKEN);
        members.put("token_type", "N_A");
        members.put("expires_in", token.life().toSeconds());
        members.put("scope", String.join(" ", token.scopes()));
        return answer(HttpStatus.OK, members);
    }

    private static MutableHttpResponse<byte[]> refused(TokenFault fault) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", fault.error());
        members.put("error_description", fault.description());
        HttpStatus status = HttpStatus.valueOf(fault.status());
        MutableHttpResponse<byte[]> answer = answer(status, members);
        return fault.retryAfterSeconds() > 0
                ? answer.header(HttpHeaders.RETRY_AFTER, Long.toString(fault.retryAfterSeconds()))
                : answer;
    }

    private static MutableHttpResponse<byte[]> answer(HttpStatus status, Map<String, Object> members) {
        return HttpResponse.<byte[]>status(status)
                .body(JsonText.of(members).getBytes(StandardCharsets.UTF_8))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.PRAGMA, "no-cache");
    }
}
