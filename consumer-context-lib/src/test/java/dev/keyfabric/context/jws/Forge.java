package dev.keyfabric.context.jws;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.text.Base64Url;
import java.nio.charset.StandardCharsets;

/** Signs headers and payloads that {@link Jws} would never write. */
public final class Forge {
    private Forge() {}

    public static String signed(SigningKey key, String header, String payload) {
        return signed(key, header, payload.getBytes(StandardCharsets.UTF_8));
    }

    public static String signed(SigningKey key, String header, byte[] payload) {
        String input = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + '.' + Base64Url.encode(payload);
        return input + '.' + Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The header that {@link Jws} writes. */
    public static String header(SigningKey key, String typ) {
        return "{\"alg\":\"EdDSA\",\"kid\":\"" + key.kid() + "\",\"typ\":\"" + typ + "\"}";
    }
}
