package dev.keyfabric.context.token;

import dev.keyfabric.key.KeyId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a Txn-Token (draft-ietf-oauth-transaction-tokens; docs/contract/identity.md, section 2): for which
 * consumer, with which key, something is done.
 *
 * @param trustDomain {@code iss} and {@code aud}
 * @param txn the transaction, a UUID of version 7
 * @param subject the consumer id
 * @param workload {@code req_wl}: the service that the request was for
 * @param plan {@code tctx.plan}; null for a consumer without one
 * @param keyId {@code tctx.key_id}
 * @param environment {@code tctx.env}: live or test
 * @param clientAddress {@code rctx.req_ip}; null where it is not known
 * @param authentication {@code rctx.authn}: {@link #API_KEY}
 * @param actor {@code act}: the service it was exchanged for; null if it never was
 */
public record TxnClaims(
        String trustDomain,
        Instant issuedAt,
        Instant expiresAt,
        UUID txn,
        String subject,
        Set<String> scopes,
        String workload,
        @Nullable String plan,
        KeyId keyId,
        String environment,
        @Nullable String clientAddress,
        String authentication,
        @Nullable Actor actor)
        implements TokenClaims {
    public static final String API_KEY = "api_key";

    public TxnClaims {
        Claims.text("iss", trustDomain);
        Claims.life(issuedAt, expiresAt);
        Claims.require(txn.version() == 7 && txn.variant() == 2, "txn", "");
        Claims.id("sub", subject);
        scopes = Claims.scopes(scopes);
        Claims.id("req_wl", workload);
        if (plan != null) {
            Claims.id("tctx.plan", plan);
        }
        Claims.require(environment.equals("live") || environment.equals("test"), "tctx.env", "");
        Claims.optionalText("rctx.req_ip", clientAddress);
        Claims.require(authentication.equals(API_KEY), "rctx.authn", "");
    }

    @Override
    public String issuer() {
        return trustDomain;
    }

    @Override
    public String audience() {
        return trustDomain;
    }

    /**
     * The one service whose evidence this is: the one it was exchanged for, or else the one that the request was for. Its
     * validator must have signed the token, and its stamps alone may carry it.
     */
    public String bearer() {
        return actor == null ? workload : actor.service();
    }
}
