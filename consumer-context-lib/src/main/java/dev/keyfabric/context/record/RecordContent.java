package dev.keyfabric.context.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a Kafka record that its signature covers: for topic, record key and value each a 4-byte big-endian length
 * and the bytes; of a command its id in the same way behind them. A missing key or value has the length -1 and no bytes,
 * as in Kafka's own protocol, so that a tombstone is not an empty value.
 */
public final class RecordContent {
    private static final int ABSENT = -1;

    private final byte[] payload;

    private RecordContent(byte[] payload) {
        this.payload = payload;
    }

    /**
     * The content of any record but a command's.
     *
     * @param topic its whole name, prefix included: a record of one fabric is none of another
     */
    public static RecordContent of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        ByteBuffer joined = ByteBuffer.allocate(room(utf8(topic)) + room(key) + room(value));
        put(utf8(topic), joined);
        put(key, joined);
        put(value, joined);
        return new RecordContent(joined.array());
    }

    /** The content of a command's record. */
    public static RecordContent ofCommand(String topic, byte @Nullable [] key, byte[] value, String commandId) {
        byte[] record = of(topic, key, value).payload;
        ByteBuffer joined = ByteBuffer.allocate(record.length + room(utf8(commandId)));
        joined.put(record);
        put(utf8(commandId), joined);
        return new RecordContent(joined.array());
    }

    byte[] payload() {
        return payload;
    }

    private static int room(byte @Nullable [] part) {
        return Integer.BYTES + (part == null ? 0 : part.length);
    }

    private static void put(byte @Nullable [] part, ByteBuffer joined) {
        joined.putInt(part == null ? ABSENT : part.length);
        if (part != null) {
            joined.put(part);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
