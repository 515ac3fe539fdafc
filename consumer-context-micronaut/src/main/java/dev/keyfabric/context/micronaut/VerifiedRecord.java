package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.VerifiedContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record that carries the context that its stamp was verified to name. Only a verifying consumer makes one. */
public final class VerifiedRecord<K, V> extends ConsumerRecord<K, V> {
    private final VerifiedContext context;

    // Kafka's constructor is not annotated: its key and value may be null.
    @SuppressWarnings("NullAway")
    VerifiedRecord(ConsumerRecord<?, ?> original, @Nullable K key, @Nullable V value, VerifiedContext context) {
        super(
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
        this.context = context;
    }

    public VerifiedContext context() {
        return context;
    }

    /**
     * The verified context of a record that a listener got, for batches that are taken as {@code ConsumerRecords}.
     *
     * @throws IllegalStateException if the record did not come through a verifying consumer
     */
    public static VerifiedContext contextOf(ConsumerRecord<?, ?> record) {
        if (record instanceof VerifiedRecord<?, ?> verified) {
            return verified.context;
        }
        throw new IllegalStateException("nobody verified the record " + record.topic() + "-" + record.partition() + "@"
                + record.offset() + ": its listener takes no VerifiedContext");
    }
}
