package dev.keyfabric.validator.exchange;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.view.KeyRecord;
import dev.keyfabric.validator.node.Verdicts;
import dev.keyfabric.validator.node.Verdicts.Door;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an API key is good for to those who take OAuth tokens (RFC 7662). A key that is not good is
 * {@code {"active": false}} and nothing else, whatever is wrong with it. Whoever may ask this node anything may ask this;
 * a client's own credentials in the form are not looked at.
 */
@Controller("/v1/introspect")
final class IntrospectController {
    private final ValidationEngine engine;
    private final Verdicts verdicts;
    private final String issuer;

    IntrospectController(ValidationEngine engine, Verdicts verdicts, NodeSettings settings) {
        this.engine = engine;
        this.verdicts = verdicts;
        this.issuer = settings.engine().tokens().trustDomain();
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.ALL)
    MutableHttpResponse<byte[]> introspect(@Body byte @Nullable [] body) {
        long begun = verdicts.begin();
        try {
            Question question = question(Form.read(body == null ? new byte[0] : body, Set.of()));
            Verdict verdict = verdicts.counted(Door.INTROSPECT, engine.judge(question), null, begun);
            if (verdict.code().httpStatus() == Code.UNAVAILABLE.httpStatus()) {
                throw TokenFault.unavailable();
            }
            return FormAnswers.of(
                    HttpStatus.OK, verdict instanceof Valid valid ? active(valid.key()) : Map.of("active", false));
        } catch (TokenFault fault) {
            return FormAnswers.refused(fault);
        }
    }

    /** Beside the RFC's parameters: {@code scope}, all of which is required, and {@code audience}. */
    private static Question question(Form form) throws TokenFault {
        String token = form.needed("token");
        String audience = form.get("audience");
        if (audience != null && !Policy.isId(audience)) {
            throw TokenFault.request("The audience must be a service id.");
        }
        String scope = form.get("scope");
        List<String> scopes = scope == null ? List.of() : List.of(scope.split(" ", -1));
        if (scopes.size() > Scopes.MAX || !scopes.stream().allMatch(Scopes::isScope)) {
            throw TokenFault.of("invalid_scope", "Scopes are separated by one space; none has a wildcard.");
        }
        // Looking is no use of a key: nothing is charged, and no limit is asked.
        return new Question(Credential.of(token), audience, scopes, null, 0, false);
    }

    private Map<String, Object> active(KeyRecord key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("scope", String.join(" ", key.scopes()));
        members.put("client_id", key.consumerId());
        members.put("sub", key.consumerId());
        members.put("token_type", "Bearer");
        members.put("iss", issuer);
        members.put("jti", key.id());
        members.put("iat", key.createdAt().getEpochSecond());
        putTime(members, "nbf", key.notBefore());
        putTime(members, "exp", key.expiresAt());
        if (!key.audiences().isEmpty()) {
            members.put("aud", key.audiences().stream().sorted().toList());
        }
        return members;
    }

    private static void putTime(Map<String, Object> members, String name, @Nullable Instant time) {
        if (time != null) {
            members.put(name, time.getEpochSecond());
        }
    }
}
