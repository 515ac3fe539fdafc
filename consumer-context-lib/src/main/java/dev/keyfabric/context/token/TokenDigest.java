package dev.keyfabric.context.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a token's characters: the name under which a checked token is remembered, so that no token is kept. */
record TokenDigest(long first, long second, long third, long fourth) {
    static TokenDigest of(String token) {
        try {
            // A character beyond Latin-1 becomes "?", which no token that was ever remembered contains.
            ByteBuffer digest = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1)));
            return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
