package dev.keyfabric.context.micronaut;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The listener's own deserialisers, used as Kafka uses them: not for null, and with the same failure. */
final class Reading<K, V> implements AutoCloseable {
    private final Deserializer<K> keys;
    private final Deserializer<V> values;

    Reading(Deserializer<K> keys, Deserializer<V> values) {
        this.keys = keys;
        this.values = values;
    }

    @Nullable
    K key(ConsumerRecord<byte[], byte[]> record) {
        return read(keys, record, record.key(), DeserializationExceptionOrigin.KEY);
    }

    @Nullable
    V value(ConsumerRecord<byte[], byte[]> record) {
        return read(values, record, record.value(), DeserializationExceptionOrigin.VALUE);
    }

    /** The record as read, without a context. */
    // Kafka's constructor is not annotated: its key and value may be null.
    @SuppressWarnings("NullAway")
    static <K, V> ConsumerRecord<K, V> plain(ConsumerRecord<?, ?> original, @Nullable K key, @Nullable V value) {
        return new ConsumerRecord<>(
                original.topic(),
                original.partition(),
                original.offset(),
                original.timestamp(),
                original.timestampType(),
                original.serializedKeySize(),
                original.serializedValueSize(),
                key,
                value,
                original.headers(),
                original.leaderEpoch(),
                original.deliveryCount());
    }

    private static <T> @Nullable T read(
            Deserializer<T> deserializer,
            ConsumerRecord<byte[], byte[]> record,
            byte @Nullable [] bytes,
            DeserializationExceptionOrigin origin) {
        if (bytes == null) {
            return null;
        }
        try {
            return deserializer.deserialize(record.topic(), record.headers(), bytes);
        } catch (RuntimeException | StackOverflowError e) {
            // A value that is nested too deep is the record's fault; any other Error is for whoever runs the consumer.
            throw new RecordDeserializationException(
                    origin,
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    record.timestamp(),
                    record.timestampType(),
                    record.key() == null ? null : ByteBuffer.wrap(record.key()),
                    record.value() == null ? null : ByteBuffer.wrap(record.value()),
                    record.headers(),
                    // Kafka's words, by which micronaut-kafka finds topic, partition and offset.
                    "Error deserializing " + origin + " for partition " + record.topic() + "-" + record.partition()
                            + " at offset " + record.offset()
                            + ". If needed, please seek past the record to continue consumption.",
                    e);
        }
    }

    @Override
    public void close() {
        keys.close();
        values.close();
    }
}
