package dev.keyfabric.context.verify;

import dev.keyfabric.context.dsse.Sha256;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** What of a consumed record a stamp is judged by. */
final class RecordFacts {
    private final String topic;
    private final Headers headers;
    private final long timestamp;
    private final TimestampType timestampType;
    private final byte @Nullable [] keySha256;
    private final byte @Nullable [] valueSha256;

    /** Digests are null for a record without key, without value. */
    RecordFacts(ConsumerRecord<?, ?> record, byte @Nullable [] keySha256, byte @Nullable [] valueSha256) {
        this.topic = record.topic();
        this.headers = record.headers();
        this.timestamp = record.timestamp();
        this.timestampType = record.timestampType();
        this.keySha256 = keySha256;
        this.valueSha256 = valueSha256;
    }

    String topic() {
        return topic;
    }

    Headers headers() {
        return headers;
    }

    long timestamp() {
        return timestamp;
    }

    TimestampType timestampType() {
        return timestampType;
    }

    byte @Nullable [] keySha256() {
        return keySha256;
    }

    boolean isTombstone() {
        return valueSha256 == null;
    }

    /** SHA-256 of the value; of no bytes for a record without one. */
    byte[] dataSha256() {
        return valueSha256 == null ? Sha256.of(null) : valueSha256;
    }
}
