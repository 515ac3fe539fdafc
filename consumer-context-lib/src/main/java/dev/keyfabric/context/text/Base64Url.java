package dev.keyfabric.context.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64url without padding, in its one canonical form (RFC 4648 sections 3.5 and 5, RFC 7515 section 2): two texts
 * never mean the same bytes.
 */
public final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes of a text. Padding, white space, another alphabet and set bits past the end are refused. */
    public static byte[] decode(String text) throws MalformedTextException {
        int tail = text.length() % 4;
        if (tail == 1) {
            throw new MalformedTextException("base64url of an impossible length");
        }
        for (int i = 0; i < text.length(); i++) {
            value(text.charAt(i));
        }
        if (tail != 0 && (value(text.charAt(text.length() - 1)) & (tail == 2 ? 0b1111 : 0b11)) != 0) {
            throw new MalformedTextException("base64url with bits past its end");
        }
        return Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int value(char c) throws MalformedTextException {
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            throw new MalformedTextException("a character outside the base64url alphabet");
        }
        return value;
    }
}
