package dev.keyfabric.validator.exchange;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.token.Exchange;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.caller.Caller;
import dev.keyfabric.validator.node.Verdicts;
import dev.keyfabric.validator.node.Verdicts.Door;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which token is given for which subject token. */
@Singleton
final class TokenDesk {
    private final ValidationEngine engine;
    private final Verdicts verdicts;
    private final boolean proven;

    TokenDesk(ValidationEngine engine, Verdicts verdicts, NodeSettings settings) {
        this.engine = engine;
        this.verdicts = verdicts;
        this.proven = settings.provenExchange();
    }

    /**
     * The token.
     *
     * @param caller who has proved to ask; null = nobody
     */
    TxnToken tokenFor(TokenRequest request, @Nullable Caller caller) throws TokenFault {
        String service = service(request, caller);
        return request.kind() == TokenRequest.Kind.API_KEY ? forKey(request, service) : forToken(request, service);
    }

    /**
     * Who asks: the service that has proved it; or whoever reaches this node is believed to be of its host, where no proof is
     * wanted. Either way only if this node speaks for it.
     */
    private String service(TokenRequest request, @Nullable Caller caller) throws TokenFault {
        if (engine.identity().fault() != null) {
            throw TokenFault.unavailable();
        }
        Set<String> services = engine.identity().services().orElseThrow(TokenFault::unavailable);
        if (proven && caller == null) {
            throw TokenFault.of("invalid_client", "The asking service must prove itself.");
        }
        String asked = caller == null || request.service() != null ? request.service() : caller.service();
        if (caller != null && (caller.service() == null || !caller.service().equals(asked))) {
            throw TokenFault.of("invalid_client", "The caller has not proved to be that service.");
        }
        if (asked == null && services.size() == 1) {
            return services.iterator().next();
        }
        if (asked == null) {
            throw TokenFault.request("The parameter client_id is needed: this node speaks for several services.");
        }
        if (!services.contains(asked)) {
            throw TokenFault.of("invalid_client", "This node does not speak for that service.");
        }
        return asked;
    }

    private TxnToken forKey(TokenRequest request, String service) throws TokenFault {
        List<String> scopes = request.scopes() == null ? List.of() : request.scopes();
        if (!scopes.stream().allMatch(Scopes::isScope)) {
            throw TokenFault.of("invalid_scope", "A scope that can be asked for has no wildcard.");
        }
        Question question = new Question(Credential.of(request.subject()), service, scopes, request.clientIp());
        long begun = verdicts.begin();
        Verdict verdict = verdicts.counted(Door.TOKEN, engine.judge(question), request.clientIp(), begun);
        if (!(verdict instanceof Valid valid)) {
            throw refused((Denied) verdict);
        }
        Minting minting = engine.identity().token(valid, question);
        if (minting instanceof TxnToken token) {
            return token;
        }
        throw TokenFault.unavailable();
    }

    private TxnToken forToken(TokenRequest request, String service) throws TokenFault {
        Exchange exchange = engine.identity().exchange(request.subject(), service, request.scopes());
        if (exchange instanceof Exchange.Granted granted) {
            return granted.token();
        }
        Exchange.Refused refused = (Exchange.Refused) exchange;
        throw switch (refused.fault()) {
            case INVALID_SUBJECT -> TokenFault.request(refused.detail());
            case INVALID_SCOPE -> TokenFault.of("invalid_scope", refused.detail());
            case UNKNOWN_SERVICE -> TokenFault.of("invalid_client", refused.detail());
            case UNAVAILABLE -> TokenFault.unavailable();
        };
    }

    /** One answer for every key that is not good, as everywhere but on {@code /v1/validate}. */
    private static TokenFault refused(Denied denied) {
        Code code = denied.code();
        if (denied.limits() != null) {
            return TokenFault.limited(denied.limits().retryAfterSeconds());
        }
        if (code.httpStatus() == Code.UNAVAILABLE.httpStatus()) {
            return TokenFault.unavailable();
        }
        return switch (code) {
            case AUDIENCE_MISMATCH -> TokenFault.of("invalid_target", "The key is not for this service.");
            case INSUFFICIENT_SCOPE ->
                TokenFault.of("invalid_scope", "The key does not grant every scope that is asked for.");
            default -> TokenFault.request("The subject token is refused.");
        };
    }
}
