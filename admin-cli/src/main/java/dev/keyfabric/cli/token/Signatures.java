package dev.keyfabric.cli.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a compact JWS (RFC 7515) under the algorithms that a caller allows, and nothing but the signature: for
 * published vectors. HS256 is here alone; the library, and so every token, knows no shared secret.
 */
final class Signatures {
    static final Set<String> STANDARD = Set.of("EdDSA", "ES256");

    private static final Set<String> FORBIDDEN = Set.of("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip");
    /** RFC 7518 section 3.2: a key at least as long as the hash. */
    private static final int SHORTEST_SECRET = 32;

    private Signatures() {}

    static Verdict check(Vector vector) {
        try {
            return refusal(vector).map(Verdict::new).orElse(Verdict.VALID);
        } catch (MalformedTextException e) {
            return new Verdict(Refusal.MALFORMED);
        } catch (RuntimeException e) {
            return new Verdict(Refusal.CHECK_FAILED);
        }
    }

    private static Optional<Refusal> refusal(Vector vector) throws MalformedTextException {
        if (vector.jws().length() > Jws.MAX_LENGTH) {
            return Optional.of(Refusal.TOO_LONG);
        }
        String[] parts = vector.jws().split("\\.", -1);
        if (parts.length != 3) {
            return Optional.of(Refusal.MALFORMED);
        }
        JsonObject header = StrictJson.read(Base64Url.decode(parts[0]));
        Base64Url.decode(parts[1]);
        byte[] signature = Base64Url.decode(parts[2]);
        if (header.names().stream().anyMatch(FORBIDDEN::contains)) {
            return Optional.of(Refusal.HEADER_FORBIDDEN);
        }
        String algorithm = header.string("alg").orElse("");
        if (!vector.allows(algorithm)) {
            return Optional.of(Refusal.WRONG_ALGORITHM);
        }
        List<JsonNode> keys = candidates(vector, header.string("kid"), algorithm);
        if (keys.isEmpty()) {
            return Optional.of(Refusal.KEY_UNKNOWN);
        }
        byte[] input = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
        for (JsonNode key : keys) {
            if (verifies(key, algorithm, input, signature)) {
                return Optional.empty();
            }
        }
        return Optional.of(Refusal.SIGNATURE_INVALID);
    }

    /** The keys that can have signed it: of the named one alone where a name is given and known, and of this algorithm. */
    private static List<JsonNode> candidates(Vector vector, Optional<String> kid, String algorithm) {
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode key : vector.keys()) {
            boolean named = kid.isEmpty()
                    || key.path("kid").isMissingNode()
                    || key.path("kid").asText().equals(kid.get());
            boolean forThis = isOrAbsent(key, "alg", algorithm) && isOrAbsent(key, "use", "sig");
            if (named && forThis && isOfType(key, algorithm)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static boolean isOrAbsent(JsonNode key, String member, String value) {
        return key.path(member).isMissingNode() || key.path(member).asText().equals(value);
    }

    /** One key type for each algorithm, so that no public key is ever taken for a shared secret. */
    private static boolean isOfType(JsonNode key, String algorithm) {
        String type = key.path("kty").asText();
        String curve = key.path("crv").asText();
        return switch (algorithm) {
            case "EdDSA" -> type.equals("OKP") && curve.equals("Ed25519");
            case "ES256" -> type.equals("EC") && curve.equals("P-256");
            case "HS256" -> type.equals("oct");
            default -> false;
        };
    }

    private static boolean verifies(JsonNode key, String algorithm, byte[] input, byte[] signature) {
        try {
            return algorithm.equals("HS256")
                    ? isMac(Base64Url.decode(key.path("k").asText()), input, signature)
                    : publicKey(key).verifies(input, signature);
        } catch (MalformedTextException | GeneralSecurityException e) {
            return false;
        }
    }

    /** The point alone: a vector's names are not ours, and some bring the private half along. */
    private static VerifyingKey publicKey(JsonNode key) throws MalformedTextException {
        return VerifyingKey.fromJwk(Json.line(Json.picked(key, List.of("kty", "crv", "x", "y"))));
    }

    private static boolean isMac(byte[] secret, byte[] input, byte[] signature) throws GeneralSecurityException {
        if (secret.length < SHORTEST_SECRET) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return MessageDigest.isEqual(mac.doFinal(input), signature);
    }
}
