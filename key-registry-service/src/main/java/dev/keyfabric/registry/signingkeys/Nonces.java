package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What is given to whoever wants to enrol a key, to be signed with it: a JWS of typ {@code kf-nonce} by the root key,
 * for one credential and five minutes. Nothing is kept of it, so that every instance of the registry can check it.
 */
final class Nonces {
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String TYP = "kf-nonce";
    private static final int RANDOM_BYTES = 16;

    private final Signer signer;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Signs and checks texts of one typ, as the root key does. */
    interface Signer {
        String sign(String typ, byte[] payload);

        JwsVerdict verify(String jws, String typ);
    }

    Nonces(Signer signer, InstantSource clock, RandomGenerator random) {
        this.signer = signer;
        this.clock = clock;
        this.random = random;
    }

    record Nonce(String text, Instant expiresAt) {}

    /** What a nonce is worth to whoever shows it. */
    enum Verdict {
        GOOD,
        EXPIRED,
        /** Not ours, or another credential's. */
        INVALID
    }

    Nonce issue(String credential) {
        Instant expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.MILLIS);
        byte[] id = new byte[RANDOM_BYTES];
        random.nextBytes(id);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", credential);
        claims.put("exp", expiresAt.toEpochMilli());
        claims.put("jti", Base64Url.encode(id));
        byte[] payload = JsonText.of(claims).getBytes(StandardCharsets.UTF_8);
        return new Nonce(signer.sign(TYP, payload), expiresAt);
    }

    Verdict check(String nonce, String credential) {
        if (!(signer.verify(nonce, TYP) instanceof VerifiedJws verified)) {
            return Verdict.INVALID;
        }
        try {
            JsonObject claims = StrictJson.read(verified.payload());
            if (!claims.string("sub").orElse("").equals(credential)) {
                return Verdict.INVALID;
            }
            Instant expiresAt = Instant.ofEpochMilli(claims.integer("exp").orElse(0L));
            return clock.instant().isBefore(expiresAt) ? Verdict.GOOD : Verdict.EXPIRED;
        } catch (MalformedTextException e) {
            return Verdict.INVALID;
        }
    }
}
