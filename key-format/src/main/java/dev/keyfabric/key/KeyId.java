package dev.keyfabric.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The public name of a key: {@code key_}, three hex digits that are the routing slot of its consumer, and twenty base62
 * characters derived from the id of the command that issued it. So every door finds the partition from the key id
 * alone, and a repeated command names the same key.
 *
 * @param text the whole id, 27 characters
 */
public record KeyId(String text) {
    private static final String HEAD = "key_";
    private static final int SLOT_AT = HEAD.length();
    private static final int UNIQUE_AT = SLOT_AT + 3;
    private static final int UNIQUE_LENGTH = 20;
    private static final int LENGTH = UNIQUE_AT + UNIQUE_LENGTH;

    public KeyId {
        if (!isKeyId(text)) {
            throw new IllegalArgumentException("not a key id: key_, three lower-case hex digits, 20 base62 characters");
        }
    }

    /** The id of the key that a command issues to a consumer. */
    public static KeyId derive(String consumerId, String commandId) {
        String slot = Integer.toHexString(Routing.MAX_PARTITIONS | Routing.slot(consumerId))
                .substring(1);
        return new KeyId(HEAD + slot + Base62.encode(new BigInteger(1, sha256(commandId)), UNIQUE_LENGTH));
    }

    /** The key id that a text is, or empty. */
    public static Optional<KeyId> parse(String text) {
        return isKeyId(text) ? Optional.of(new KeyId(text)) : Optional.empty();
    }

    /** The routing slot (0 to 4095) of the consumer that owns the key. */
    public int slot() {
        return Integer.parseInt(text.substring(SLOT_AT, UNIQUE_AT), 16);
    }

    private static boolean isKeyId(String text) {
        return text.length() == LENGTH
                && text.startsWith(HEAD)
                && isSlot(text)
                && Base62.allDigits(text, UNIQUE_AT, LENGTH);
    }

    private static boolean isSlot(String text) {
        for (int i = SLOT_AT; i < UNIQUE_AT; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static byte[] sha256(String commandId) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(commandId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
