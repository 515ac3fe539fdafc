package dev.keyfabric.validator.exchange;

import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.caller.Caller;
import dev.keyfabric.validator.caller.Callers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives Txn-Tokens for API keys and for Txn-Tokens (RFC 8693; docs/contract/identity.md, section 4). What is wrong with a
 * request is said as RFC 6749, section 5.2, has it.
 */
@Controller("/v1/token")
final class TokenController {
    private final TokenDesk desk;
    private final Callers callers;
    private final String trustDomain;

    TokenController(TokenDesk desk, Callers callers, NodeSettings settings) {
        this.desk = desk;
        this.callers = callers;
        this.trustDomain = settings.engine().tokens().trustDomain();
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.ALL)
    MutableHttpResponse<byte[]> token(HttpRequest<?> request, @Body byte @Nullable [] body) {
        try {
            Form form = Form.read(body == null ? new byte[0] : body, TokenRequest.UNSUPPORTED);
            return granted(desk.tokenFor(TokenRequest.of(form, trustDomain), caller(request)));
        } catch (TokenFault fault) {
            return FormAnswers.refused(fault);
        }
    }

    /** Who asks; null = nobody who tries to prove it. A proof that does not hold is not passed over. */
    private @Nullable Caller caller(HttpRequest<?> request) throws TokenFault {
        List<String> authorization = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        Optional<Caller> caller = callers.of(request.getCertificate().orElse(null), authorization);
        if (caller.isEmpty() && !authorization.isEmpty()) {
            throw TokenFault.of("invalid_client", "The caller's proof does not hold.");
        }
        return caller.orElse(null);
    }

    private static MutableHttpResponse<byte[]> granted(TxnToken token) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", token.compact());
        members.put("issued_token_type", TokenRequest.TXN_TOKEN);
        members.put("token_type", "N_A");
        members.put("expires_in", token.life().toSeconds());
        members.put("scope", String.join(" ", token.scopes()));
        return FormAnswers.of(HttpStatus.OK, members);
    }
}
