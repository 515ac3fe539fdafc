package dev.keyfabric.context.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyfabric.context.dsse.Sha256;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the deserialisers saw of records, found again by the identity of a record's headers object, which Kafka hands to
 * both deserialisers and then puts into the record. An entry lives no longer than its record; nothing on the wire can
 * make one.
 */
final class SeenBytes {
    private static final Cache<Headers, SeenBytes> SEEN =
            Caffeine.newBuilder().weakKeys().build();

    private final @Nullable Part key;
    private final @Nullable Part value;

    private SeenBytes(@Nullable Part key, @Nullable Part value) {
        this.key = key;
        this.value = value;
    }

    /** A key or value: its digest and, where originals are kept, its bytes. */
    private static final class Part {
        private final byte[] sha256;
        private final byte @Nullable [] original;

        private Part(byte[] bytes, boolean keepOriginal) {
            this.sha256 = Sha256.of(bytes);
            this.original = keepOriginal ? bytes.clone() : null;
        }
    }

    static void key(Headers headers, byte[] bytes, boolean keepOriginal) {
        SeenBytes seen = SEEN.getIfPresent(headers);
        SEEN.put(headers, new SeenBytes(new Part(bytes, keepOriginal), seen == null ? null : seen.value));
    }

    static void value(Headers headers, byte[] bytes, boolean keepOriginal) {
        SeenBytes seen = SEEN.getIfPresent(headers);
        SEEN.put(headers, new SeenBytes(seen == null ? null : seen.key, new Part(bytes, keepOriginal)));
    }

    /** The facts of a record both of whose parts are known; a null part is one that Kafka says had no bytes. */
    static Optional<RecordFacts> facts(ConsumerRecord<?, ?> record) {
        SeenBytes seen = SEEN.getIfPresent(record.headers());
        Part key = seen == null ? null : seen.key;
        Part value = seen == null ? null : seen.value;
        return complete(record, key, value)
                ? Optional.of(
                        new RecordFacts(record, key == null ? null : key.sha256, value == null ? null : value.sha256))
                : Optional.empty();
    }

    /** The record as it came, where both originals were kept. */
    static Optional<ConsumerRecord<byte[], byte[]>> original(ConsumerRecord<?, ?> record) {
        SeenBytes seen = SEEN.getIfPresent(record.headers());
        Part key = seen == null ? null : seen.key;
        Part value = seen == null ? null : seen.value;
        boolean kept = (key == null || key.original != null) && (value == null || value.original != null);
        if (!kept || !complete(record, key, value)) {
            return Optional.empty();
        }
        return Optional.of(new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                key == null ? null : key.original,
                value == null ? null : value.original,
                record.headers(),
                record.leaderEpoch()));
    }

    /** A size of -1 with an object beside it is a record that somebody built by hand. */
    private static boolean complete(ConsumerRecord<?, ?> record, @Nullable Part key, @Nullable Part value) {
        return (key != null || (record.serializedKeySize() < 0 && record.key() == null))
                && (value != null || (record.serializedValueSize() < 0 && record.value() == null));
    }
}
