package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.digest.PartitionSum;
import java.nio.ByteBuffer;

/**
 * What the view holds of one partition, and how that compared with what the registry said of it. On disk: records, sum,
 * sure or not, digests in a row that differed, offset of the command that the last digest answered.
 *
 * @param sure whether a difference means anything: a record that the registry reads otherwise than the view makes the two
 *     differ until it is replaced, and is counted by itself
 * @param differing digests in a row that differed, the last one included
 * @param command the offset of the command that the last digest answered; −1 = none was compared
 */
record Reckoning(PartitionSum sum, boolean sure, int differing, long command) {
    static final Reckoning EMPTY = new Reckoning(PartitionSum.EMPTY, true, 0, -1);

    private static final int SUM = 32;
    private static final int BYTES = Long.BYTES + SUM + 1 + Integer.BYTES + Long.BYTES;

    Reckoning holding(PartitionSum now) {
        return new Reckoning(now, sure, differing, command);
    }

    Reckoning unsure() {
        return sure ? new Reckoning(sum, false, differing, command) : this;
    }

    /** What a digest makes of it, which tells what the registry holds. */
    Reckoning compared(PartitionSum told, long answered) {
        if (told.equals(sum)) {
            return new Reckoning(sum, true, 0, answered);
        }
        return new Reckoning(sum, sure, sure ? differing + 1 : 0, answered);
    }

    boolean differs() {
        return differing > 0;
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(sum.records())
                .put(sum.bytes())
                .put((byte) (sure ? 1 : 0))
                .putInt(differing)
                .putLong(command)
                .array();
    }

    /** @throws IllegalArgumentException for bytes that are no reckoning, as a corrupt store has them */
    static Reckoning fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("the view holds a reckoning of " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long records = buffer.getLong();
        byte[] sum = new byte[SUM];
        buffer.get(sum);
        return new Reckoning(PartitionSum.of(records, sum), buffer.get() != 0, buffer.getInt(), buffer.getLong());
    }
}
