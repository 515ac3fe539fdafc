package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A committed record as it lies on the bus.
 *
 * @param appendTime the broker's time in ms (our topics are LogAppendTime)
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are the point
public record FollowedRecord(
        Topic topic,
        int partition,
        long offset,
        long appendTime,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

    public PartitionId partitionId() {
        return new PartitionId(topic, partition);
    }

    /** The record key as text, or null when it has none. */
    public @Nullable String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** The last header of a name as text, or null. */
    public @Nullable String header(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
