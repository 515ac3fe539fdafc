package dev.keyfabric.context.dsse;

import dev.keyfabric.context.text.MalformedTextException;
import java.util.Base64;

/** Base64 with padding in either alphabet, as DSSE verifiers must take it; two texts in one alphabet never mean the same. */
final class AnyBase64 {
    private AnyBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] decode(String text) throws MalformedTextException {
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            byte[] bytes = (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
            // The JDK takes missing padding and set bits past the end; written anew, such a text shows.
            String canonical = (urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder()).encodeToString(bytes);
            if (canonical.equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, for both.
        }
        throw new MalformedTextException("not base64 in its canonical form");
    }
}
