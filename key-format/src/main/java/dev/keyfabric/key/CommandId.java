package dev.keyfabric.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The id of a command, 64 lower-case hex digits: two tries of one wish have the same. */
public final class CommandId {
    private CommandId() {}

    /** The id of what an actor asked under an {@code Idempotency-Key}: SHA-256(4-byte length ‖ actor ‖ key). */
    public static String derive(String actor, String idempotencyKey) {
        byte[] who = actor.getBytes(StandardCharsets.UTF_8);
        byte[] what = idempotencyKey.getBytes(StandardCharsets.UTF_8);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(who.length).array());
            digest.update(who);
            return HexFormat.of().formatHex(digest.digest(what));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A fresh id, for a wish that nobody will repeat. */
    public static String random(RandomGenerator random) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
