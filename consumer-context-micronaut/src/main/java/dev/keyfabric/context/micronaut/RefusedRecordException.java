package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.StampRefusal;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;

/**
 * A record whose stamp does not hold, where the setting says {@link OnRefused#REFUSE}. It comes out of {@code poll()} as
 * a record that cannot be deserialised does, so that micronaut-kafka's error strategies know what to do with it.
 */
public final class RefusedRecordException extends RecordDeserializationException {
    private static final long serialVersionUID = 1L;

    private final StampRefusal reason;
    private final transient ConsumerRecord<byte[], byte[]> original;

    RefusedRecordException(StampRefusal reason, ConsumerRecord<byte[], byte[]> original) {
        super(
                DeserializationExceptionOrigin.VALUE,
                new TopicPartition(original.topic(), original.partition()),
                original.offset(),
                original.timestamp(),
                original.timestampType(),
                buffer(original.key()),
                buffer(original.value()),
                original.headers(),
                // micronaut-kafka finds topic, partition and offset by this form of words.
                "Refused stamp " + reason + " for partition " + original.topic() + "-" + original.partition()
                        + " at offset " + original.offset() + ". The record does not verify.",
                null);
        this.reason = reason;
        this.original = original;
    }

    public StampRefusal reason() {
        return reason;
    }

    /** The record byte for byte as it came. */
    public ConsumerRecord<byte[], byte[]> original() {
        return original;
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
