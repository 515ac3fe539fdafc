package dev.keyfabric.context.keys;

import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a key pair: an Ed25519 or P-256 point, checked when it is read, and the one algorithm it is for.
 * Its name, the {@code kid}, is its RFC 7638 thumbprint, so a name can never come to mean another key.
 */
public final class VerifyingKey {
    private final SignatureAlgorithm algorithm;
    private final Map<String, Object> jwk;
    private final String kid;
    private final SignatureProvider.Verification verification;

    private VerifyingKey(
            SignatureAlgorithm algorithm, Map<String, Object> jwk, SignatureProvider.Verification verification) {
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.kid = thumbprint(jwk);
        this.verification = verification;
    }

    /** The key of a JWK (RFC 7517, RFC 8037) as JSON text of at most a few hundred bytes. */
    public static VerifyingKey fromJwk(String json) throws MalformedTextException {
        return fromJwk(StrictJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The key of a JWK. Refused: another curve, a point that is not one, a {@code kid}, {@code alg} or {@code use} that
     * disagrees with the key, and any private member.
     */
    public static VerifyingKey fromJwk(JsonObject jwk) throws MalformedTextException {
        if (jwk.has("d") || jwk.has("k")) {
            throw new MalformedTextException("a private or secret key where a public one belongs");
        }
        VerifyingKey key = point(
                jwk.string("kty").orElse(""),
                jwk.string("crv").orElse(""),
                jwk.string("x").orElse(""),
                jwk.string("y").orElse(null));
        agree(jwk, "kid", key.kid);
        agree(jwk, "alg", key.algorithm.joseName());
        agree(jwk, "use", "sig");
        return key;
    }

    static VerifyingKey ofEd25519(byte[] x) {
        try {
            return point("OKP", "Ed25519", Base64Url.encode(x), null);
        } catch (MalformedTextException e) {
            throw new IllegalArgumentException("not an Ed25519 point", e);
        }
    }

    private static VerifyingKey point(String type, String curve, String x, @Nullable String y)
            throws MalformedTextException {
        // Members in lexicographic order, the required ones alone: the form RFC 7638 digests.
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("crv", curve);
        members.put("kty", type);
        members.put("x", x);
        Optional<SignatureProvider.Verification> verification = Optional.empty();
        SignatureAlgorithm algorithm = SignatureAlgorithm.EDDSA;
        if (type.equals("OKP") && curve.equals("Ed25519") && y == null) {
            verification = SignatureProvider.CHOSEN.ed25519(Base64Url.decode(x));
        } else if (type.equals("EC") && curve.equals("P-256") && y != null) {
            algorithm = SignatureAlgorithm.ES256;
            members.put("y", y);
            verification = SignatureProvider.CHOSEN.p256(Base64Url.decode(x), Base64Url.decode(y));
        }
        return new VerifyingKey(
                algorithm,
                members,
                verification.orElseThrow(() -> new MalformedTextException("not an Ed25519 or P-256 public key")));
    }

    private static void agree(JsonObject jwk, String member, String expected) throws MalformedTextException {
        if (jwk.has(member) && !jwk.string(member).equals(Optional.of(expected))) {
            throw new MalformedTextException("the JWK's " + member + " disagrees with its key");
        }
    }

    /** Whether the raw 64-byte signature is this key's over the message. Any bytes are answered, none throw. */
    public boolean verifies(byte[] message, byte[] signature) {
        return verification.verifies(message, signature);
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** The RFC 7638 thumbprint (SHA-256, base64url, 43 characters). */
    public String kid() {
        return kid;
    }

    /** The JWK's members with {@code kid}, {@code alg} and {@code use}, in the order to write them. */
    public Map<String, Object> toJwk() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", jwk.getOrDefault("kty", ""));
        members.putAll(jwk);
        members.put("kid", kid);
        members.put("alg", algorithm.joseName());
        members.put("use", "sig");
        return members;
    }

    /** The JWK as JSON text. */
    public String toJwkText() {
        return JsonText.of(toJwk());
    }

    private static String thumbprint(Map<String, Object> members) {
        try {
            return Base64Url.encode(MessageDigest.getInstance("SHA-256")
                    .digest(JsonText.of(members).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifyingKey that && kid.equals(that.kid);
    }

    @Override
    public int hashCode() {
        return kid.hashCode();
    }

    @Override
    public String toString() {
        return algorithm.joseName() + " key " + kid;
    }
}
