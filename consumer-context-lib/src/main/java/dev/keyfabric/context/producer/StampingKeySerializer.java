package dev.keyfabric.context.producer;

import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampRefusedException;
import dev.keyfabric.context.stamp.Stamper;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The application's key serialiser, with the tripwire over its bytes and their digest kept for
 * {@link StampingValueSerializer}. Safe for use by many threads if the application's is.
 */
public final class StampingKeySerializer<T> extends Delegate<T> {
    private @Nullable Stamper stamper;

    /** For Kafka, which configures it. */
    public StampingKeySerializer() {
        super(null);
    }

    StampingKeySerializer(Serializer<T> delegate, Stamper stamper) {
        super(delegate);
        this.stamper = stamper;
    }

    @Override
    String setting() {
        return Stamping.KEY_SERIALIZER;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (!isKey) {
            throw new ConfigException("StampingKeySerializer serialises keys");
        }
        stamper = stamper == null ? stamperOf(configs) : stamper;
        super.configure(configs, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T data) {
        KeyInFlight.clear();
        byte[] key = delegate(topic, headers, data);
        if (stamper == null) {
            throw new IllegalStateException("the serialiser is not configured");
        }
        stamper.tripwire().checkKey(topic, key);
        KeyInFlight.put(topic, headers, key);
        return key;
    }

    /** Refused: without headers there is nowhere to put a stamp. */
    @Override
    public byte[] serialize(String topic, @Nullable T data) {
        throw new StampRefusedException(StampRefusal.BYTES_UNKNOWN, topic, "serialised without headers");
    }

    static Stamper stamperOf(Map<String, ?> configs) {
        if (configs.get(Stamping.STAMPER) instanceof Stamper stamper) {
            return stamper;
        }
        throw new ConfigException(Stamping.STAMPER, null, "a Stamper is needed: use Stamping.producerConfig");
    }
}
