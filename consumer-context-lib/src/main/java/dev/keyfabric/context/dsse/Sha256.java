package dev.keyfabric.context.dsse;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** SHA-256 where absent data counts as no bytes, which is how the extension counts it. */
public final class Sha256 {
    /** Bytes in a digest. */
    public static final int LENGTH = 32;

    private static final byte[] OF_NOTHING = fresh().digest();

    private Sha256() {}

    public static byte[] of(byte @Nullable [] data) {
        return data == null || data.length == 0 ? OF_NOTHING.clone() : fresh().digest(data);
    }

    /** Feeds the digest of each value to {@code sum}. */
    static void addDigest(MessageDigest sum, MessageDigest part, byte @Nullable [] value) {
        sum.update(value == null || value.length == 0 ? OF_NOTHING : part.digest(value));
    }

    static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
