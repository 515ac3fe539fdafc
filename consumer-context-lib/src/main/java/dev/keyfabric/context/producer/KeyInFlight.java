package dev.keyfabric.context.producer;

import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampRefusedException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Carries the digest of a record's key from the key serialiser to the value serialiser, which Kafka calls next, on the
 * same thread, with the same headers object. It is handed over once and to that record alone: a record whose value never
 * comes leaves nothing that another one could get.
 */
final class KeyInFlight {
    private static final ThreadLocal<@Nullable KeyInFlight> CURRENT = new ThreadLocal<>();

    private final String topic;
    private final Headers headers;
    private final byte @Nullable [] sha256;

    private KeyInFlight(String topic, Headers headers, byte @Nullable [] sha256) {
        this.topic = topic;
        this.headers = headers;
        this.sha256 = sha256;
    }

    static void clear() {
        CURRENT.remove();
    }

    static void put(String topic, Headers headers, byte @Nullable [] key) {
        CURRENT.set(new KeyInFlight(topic, headers, key == null ? null : Sha256.of(key)));
    }

    /** The key of the record with these headers. */
    static KeyInFlight take(String topic, Headers headers) {
        KeyInFlight key = CURRENT.get();
        CURRENT.remove();
        if (key == null || key.headers != headers || !key.topic.equals(topic)) {
            throw new StampRefusedException(
                    StampRefusal.BYTES_UNKNOWN, topic, "the key did not pass the stamping key serialiser");
        }
        return key;
    }

    /** SHA-256 of the serialised key; null for a record without key. */
    byte @Nullable [] sha256() {
        return sha256;
    }
}
