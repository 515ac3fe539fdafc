package dev.keyfabric.context.token;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.key.KeyId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A trust domain with one validator's key, and tokens of it. */
final class Tokens {
    static final String DOMAIN = "shop.example";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final KeyId KEY_ID = KeyId.derive("acme", "c1");
    static final UUID TXN = UUID.fromString("019ab000-0000-7000-8000-00000000002a");

    final SigningKey signing = SigningKey.generate(new SecureRandom());
    final Map<String, TrustedKey> known = new ConcurrentHashMap<>();
    final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    volatile boolean available = true;
    final TokenVerifier verifier = new TokenVerifier(DOMAIN, this::find, clock::get);
    final TokenIssuer issuer = new TokenIssuer(signing);

    Tokens() {
        knows(KeyUse.TXN, KeyState.ACTIVE, null);
    }

    void knows(KeyUse use, KeyState state, Instant taintedAt) {
        known.put(
                signing.kid(),
                new TrustedKey(signing.publicKey(), "node-1", use, state, Set.of("orders"), taintedAt, null));
    }

    private TrustedKeys.Answer find(String kid) {
        if (!available) {
            return new TrustedKeys.Answer.Unavailable();
        }
        TrustedKey key = known.get(kid);
        return key == null ? new TrustedKeys.Answer.Unknown() : new TrustedKeys.Answer.Known(key);
    }

    static TxnClaims txn() {
        return txn(DOMAIN, "orders", null);
    }

    static TxnClaims txn(String domain, String workload, Actor actor) {
        return new TxnClaims(
                domain,
                NOW,
                NOW.plusSeconds(300),
                TXN,
                "acme",
                scopes("orders:write", "orders:read"),
                workload,
                "gold",
                KEY_ID,
                "live",
                "203.0.113.7",
                TxnClaims.API_KEY,
                actor);
    }

    static ServiceClaims service() {
        return service(DOMAIN, "orders", "payments");
    }

    static ServiceClaims service(String domain, String caller, String callee) {
        return new ServiceClaims(
                domain, caller, callee, NOW, NOW.plusSeconds(300), scopes("pay"), "u-1", List.of("buyer"), "t-1", null);
    }

    static Set<String> scopes(String... scopes) {
        return new LinkedHashSet<>(List.of(scopes));
    }
}
