package dev.keyfabric.cli.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.UnverifiedToken;
import dev.keyfabric.context.trust.JwkSet;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The whole policy for Txn-Tokens, by the library: signature, kind, times, issuer, audience, the key's use, state and services. */
final class TokenPolicy {
    private final String issuer;
    private final String audience;
    private final InstantSource clock;

    TokenPolicy(String issuer, String audience, InstantSource clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    Verdict check(Vector vector) {
        Map<String, TrustedKey> keys;
        try {
            keys = keys(vector);
        } catch (MalformedTextException e) {
            return new Verdict(Refusal.MALFORMED);
        }
        TrustedKeys ring = kid -> {
            TrustedKey key = keys.get(kid);
            return key == null || !vector.allows(key.key().algorithm().joseName())
                    ? new TrustedKeys.Answer.Unknown()
                    : new TrustedKeys.Answer.Known(key);
        };
        TokenVerdict<TxnClaims> verdict = new TokenVerifier(issuer, ring, clock).verifyTxnToken(vector.jws());
        if (verdict instanceof TokenVerdict.Refused<TxnClaims> refused) {
            return new Verdict(refused.reason());
        }
        // A Txn-Token's audience is its issuer's trust domain: one for another audience does not exist.
        return audience.equals(issuer) ? Verdict.VALID : new Verdict(Refusal.WRONG_AUDIENCE);
    }

    /**
     * The keys of the line. One with our members (kf_use, kf_state, kf_services, …) is held to them; one with none of
     * them is vouched for by whoever wrote the line: of use txn, active, and of the token's service.
     */
    private static Map<String, TrustedKey> keys(Vector vector) throws MalformedTextException {
        ObjectNode ours = Json.object();
        Map<String, TrustedKey> vouched = new HashMap<>();
        for (JsonNode key : vector.keys()) {
            boolean plain = true;
            for (String name : (Iterable<String>) key::fieldNames) {
                plain &= !name.startsWith("kf_");
            }
            if (plain) {
                plainKey(key, vector.jws()).ifPresent(known -> vouched.put(known.kid(), known));
            } else {
                ours.withArray("keys").add(key);
            }
        }
        ours.withArray("keys");
        Map<String, TrustedKey> all = new HashMap<>(JwkSet.read(Json.line(ours).getBytes(StandardCharsets.UTF_8)));
        vouched.forEach(all::putIfAbsent);
        return all;
    }

    private static Optional<TrustedKey> plainKey(JsonNode key, String token) {
        try {
            return Optional.of(new TrustedKey(
                    VerifyingKey.fromJwk(Json.line(key)),
                    "whoever wrote the line",
                    KeyUse.TXN,
                    KeyState.ACTIVE,
                    services(token),
                    null,
                    null));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    private static Set<String> services(String token) throws MalformedTextException {
        Set<String> services = new LinkedHashSet<>();
        Optional<JsonObject> claims =
                UnverifiedToken.readWithoutVerification(token).map(UnverifiedToken::unverifiedClaims);
        if (claims.isPresent()) {
            claims.get().string("req_wl").ifPresent(services::add);
            Optional<JsonObject> actor = claims.get().object("act");
            if (actor.isPresent()) {
                actor.get()
                        .string("sub")
                        .filter(sub -> sub.startsWith("service:"))
                        .ifPresent(sub -> services.add(sub.substring("service:".length())));
            }
        }
        return services;
    }
}
