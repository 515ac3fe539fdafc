package dev.keyfabric.quickstart.orders;

import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import io.micronaut.http.HttpRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who calls, with the validator's word for it: a Txn-Token of this service, checked. */
final class Callers {
    static final String SERVICE = "orders";

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final String TXN_TOKEN = "urn:ietf:params:oauth:token-type:txn_token";

    private final OwnValidator validator;
    private final TokenVerifier tokens;
    private final String trustDomain;
    /** A token alone proves no caller; behind loopback nobody but this host's own gateway can have sent it. */
    private final boolean takesTokens;

    Callers(OwnValidator validator, TokenVerifier tokens, String trustDomain, boolean takesTokens) {
        this.validator = validator;
        this.tokens = tokens;
        this.trustDomain = trustDomain;
        this.takesTokens = takesTokens;
    }

    /** Never throws: whatever fails, the caller is turned away. */
    Caller of(HttpRequest<?> request, String scope) {
        try {
            Credential credential = Credential.of(request.getHeaders());
            String traceparent = request.getHeaders().get("traceparent");
            if (credential instanceof Credential.Key key) {
                String address = request.getRemoteAddress().getAddress().getHostAddress();
                return withKey(key.secret(), scope, address, traceparent);
            }
            if (credential instanceof Credential.Token token && takesTokens) {
                return withToken(token.secret(), scope, traceparent);
            }
            return Turned.UNAUTHORIZED;
        } catch (IOException | RuntimeException e) {
            LOG.warn("caller not judged: {}", e.toString());
            return Turned.UNAVAILABLE;
        }
    }

    private Caller withKey(String key, String scope, String address, @Nullable String trace) throws IOException {
        OwnValidator.Answer answer = validator.ask(
                "/v1/validate",
                Map.of(
                        "key", key,
                        "audience", SERVICE,
                        "scopes", List.of(scope),
                        "clientIp", address,
                        "token", true));
        if (answer.status() == 400) {
            return Turned.UNAUTHORIZED;
        }
        if (!answer.body().path("valid").asBoolean(false)) {
            return Turned.by(answer.body().path("code").asText("UNAVAILABLE"));
        }
        return admitted(answer.body().path("token").asText(""), scope, trace);
    }

    private Caller withToken(String token, String scope, @Nullable String trace) throws IOException {
        if (!(tokens.verifyTxnToken(token) instanceof VerifiedToken<TxnClaims> outer)) {
            return Turned.UNAUTHORIZED;
        }
        if (!outer.claims().scopes().contains(scope)) {
            return new Turned(403, "INSUFFICIENT_SCOPE");
        }
        OwnValidator.Answer answer = validator.exchange(
                "/v1/token",
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token", token,
                        "subject_token_type", TXN_TOKEN,
                        "requested_token_type", TXN_TOKEN,
                        "audience", trustDomain,
                        "scope", scope,
                        "client_id", SERVICE));
        if (answer.status() != 200) {
            return answer.status() < 500 ? Turned.UNAUTHORIZED : Turned.UNAVAILABLE;
        }
        return admitted(answer.body().path("access_token").asText(""), scope, trace);
    }

    private Caller admitted(String token, String scope, @Nullable String trace) {
        TokenVerdict<TxnClaims> verdict = tokens.verifyTxnToken(token);
        if (verdict instanceof VerifiedToken<TxnClaims> verified) {
            return verified.claims().scopes().contains(scope)
                            && verified.claims().bearer().equals(SERVICE)
                    ? new Caller.Admitted(CallContext.of(verified, trace))
                    : Turned.UNAVAILABLE;
        }
        LOG.warn("own validator's token refused: {}", ((TokenVerdict.Refused<TxnClaims>) verdict).reason());
        return Turned.UNAVAILABLE;
    }
}
