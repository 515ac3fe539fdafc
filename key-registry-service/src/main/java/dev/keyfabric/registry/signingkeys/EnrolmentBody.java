package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public key that a body shows, with the proof that its sender holds the private half. Nothing of what was sent is
 * repeated in a fault: it may be a private key, sent by mistake.
 *
 * @param key null when the body has faults
 */
record EnrolmentBody(@Nullable VerifyingKey key, SigningKeyStatus status) {
    /** The typ of the proof: a JWS by the new key over the nonce. */
    static final String PROOF = "kf-proof";

    /** The statuses that a key can be enrolled with, as requests spell them. */
    private enum Wish {
        ACTIVE,
        PREPARED
    }

    static EnrolmentBody read(JsonBody body, Nonces nonces, String credential) {
        Members members = body.members().require("publicKey").require("nonce").require("proof");
        Optional<VerifyingKey> key =
                Optional.ofNullable(members.jsonObject("publicKey")).flatMap(jwk -> key(jwk, members));
        String nonce = members.text("nonce");
        String proof = members.text("proof");
        Wish wish = members.choice("status", Wish.class, Wish::name);
        members.end();
        if (nonce != null) {
            check(nonces.check(nonce, credential), members);
        }
        if (key.isPresent() && nonce != null && proof != null && !proves(proof, nonce, key.get())) {
            members.refuse("proof", "INVALID_PROOF", "is not the nonce signed by this key, as a JWS of typ " + PROOF);
        }
        return new EnrolmentBody(
                key.orElse(null), wish == Wish.PREPARED ? SigningKeyStatus.PREPARED : SigningKeyStatus.ACTIVE);
    }

    private static Optional<VerifyingKey> key(String jwk, Members members) {
        try {
            JsonObject read = StrictJson.read(jwk.getBytes(StandardCharsets.UTF_8));
            if (read.has("d") || read.has("k")) {
                members.refuse(
                        "publicKey",
                        "PRIVATE_KEY",
                        "holds the private half: make another key, and send only its public half");
                return Optional.empty();
            }
            return Optional.of(VerifyingKey.fromJwk(read));
        } catch (MalformedTextException e) {
            members.refuse("publicKey", Fault.INVALID_FORMAT, "must be the JWK of an Ed25519 or P-256 public key");
            return Optional.empty();
        }
    }

    private static void check(Nonces.Verdict verdict, Members members) {
        switch (verdict) {
            case GOOD -> {}
            case EXPIRED -> members.refuse("nonce", "EXPIRED", "is too old, ask for another");
            case INVALID -> members.refuse("nonce", "INVALID_NONCE", "is none that was given to this credential");
        }
    }

    private static boolean proves(String proof, String nonce, VerifyingKey key) {
        return Jws.verify(proof, PROOF, KeyRing.of(key)) instanceof VerifiedJws verified
                && Arrays.equals(verified.payload(), nonce.getBytes(StandardCharsets.UTF_8));
    }
}
