package dev.keyfabric.context.jws;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compact JWS (RFC 7515 section 7.1), with its payload inside or detached (appendix F). The algorithm comes from the key
 * that {@code kid} names; the header can only agree with it. Every refusal is a value.
 */
public final class Jws {
    /** Longest JWS read, in characters. */
    public static final int MAX_LENGTH = 8 * 1024;

    private static final Set<String> FORBIDDEN = Set.of("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip");

    private Jws() {}

    /** A JWS of the payload, with header members alg, kid and typ. */
    public static String sign(SigningKey key, String typ, byte[] payload) {
        String input = header(key, typ) + '.' + Base64Url.encode(payload);
        return input + '.' + signature(key, input);
    }

    /** A JWS of a payload that travels beside it: {@code header..signature}. */
    public static String signDetached(SigningKey key, String typ, byte[] payload) {
        String header = header(key, typ);
        return header + ".." + signature(key, header + '.' + Base64Url.encode(payload));
    }

    /** Checks a JWS against the expected typ and the keys of the ring. */
    public static JwsVerdict verify(String jws, String typ, KeyRing keys) {
        return checked(() -> {
            String[] parts = parts(jws);
            return verify(parts[0], parts[1], Base64Url.decode(parts[1]), parts[2], typ, keys);
        });
    }

    /** Checks a JWS whose payload came beside it; one that holds a payload of its own is refused. */
    public static JwsVerdict verifyDetached(String jws, byte[] payload, String typ, KeyRing keys) {
        return checked(() -> {
            String[] parts = parts(jws);
            if (!parts[1].isEmpty()) {
                throw new MalformedTextException("a payload where none belongs");
            }
            return verify(parts[0], Base64Url.encode(payload), payload.clone(), parts[2], typ, keys);
        });
    }

    private static JwsVerdict verify(
            String headerPart, String payloadPart, byte[] payload, String signaturePart, String typ, KeyRing keys)
            throws MalformedTextException, RefusedException {
        byte[] signature = Base64Url.decode(signaturePart);
        JsonObject header = StrictJson.read(Base64Url.decode(headerPart));
        refuseIf(header.names().stream().anyMatch(FORBIDDEN::contains), Refusal.HEADER_FORBIDDEN);
        refuseIf(!header.string("typ").orElse("").equals(typ), Refusal.WRONG_TYPE);
        String kid = header.string("kid").orElseThrow(() -> new RefusedException(Refusal.KEY_UNKNOWN));
        VerifyingKey key = keyOf(kid, keys);
        String algorithm = header.string("alg").orElse("");
        refuseIf(!algorithm.equals(key.algorithm().joseName()), Refusal.WRONG_ALGORITHM);
        byte[] input = (headerPart + '.' + payloadPart).getBytes(StandardCharsets.US_ASCII);
        refuseIf(!key.verifies(input, signature), Refusal.SIGNATURE_INVALID);
        return new VerifiedJws(kid, payload);
    }

    private static VerifyingKey keyOf(String kid, KeyRing keys) throws RefusedException {
        KeyRing.Answer answer;
        try {
            answer = keys.find(kid);
        } catch (RuntimeException e) {
            throw new RefusedException(Refusal.KEYS_UNAVAILABLE);
        }
        if (answer instanceof KeyRing.Answer.Use use && use.key().kid().equals(kid)) {
            return use.key();
        }
        throw new RefusedException(
                answer instanceof KeyRing.Answer.Refuse refuse ? refuse.reason() : Refusal.KEY_UNKNOWN);
    }

    private static String[] parts(String jws) throws MalformedTextException, RefusedException {
        refuseIf(jws.length() > MAX_LENGTH, Refusal.TOO_LONG);
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3) {
            throw new MalformedTextException("not three parts");
        }
        return parts;
    }

    private static String header(SigningKey key, String typ) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("alg", key.publicKey().algorithm().joseName());
        members.put("kid", key.kid());
        members.put("typ", typ);
        return Base64Url.encode(JsonText.of(members).getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(SigningKey key, String input) {
        return Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static JwsVerdict checked(Check check) {
        try {
            return check.run();
        } catch (RefusedException e) {
            return new JwsVerdict.Refused(e.reason);
        } catch (MalformedTextException e) {
            return new JwsVerdict.Refused(Refusal.MALFORMED);
        } catch (RuntimeException e) {
            return new JwsVerdict.Refused(Refusal.CHECK_FAILED);
        }
    }

    private static void refuseIf(boolean fault, Refusal reason) throws RefusedException {
        if (fault) {
            throw new RefusedException(reason);
        }
    }

    private interface Check {
        JwsVerdict run() throws MalformedTextException, RefusedException;
    }

    private static final class RefusedException extends Exception {
        private final Refusal reason;

        RefusedException(Refusal reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }
}
