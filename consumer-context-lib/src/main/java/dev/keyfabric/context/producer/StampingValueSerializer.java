package dev.keyfabric.context.producer;

import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampRefusedException;
import dev.keyfabric.context.stamp.Stamper;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The application's value serialiser, with the tripwire over value and headers and the stamp over the bytes. Safe for
 * use by many threads if the application's is.
 */
public final class StampingValueSerializer<T> extends Delegate<T> {
    private @Nullable Stamper stamper;
    private boolean passUnlisted;

    /** For Kafka, which configures it. */
    public StampingValueSerializer() {
        super(null);
    }

    StampingValueSerializer(Serializer<T> delegate, Stamper stamper) {
        super(delegate);
        this.stamper = stamper;
    }

    @Override
    String setting() {
        return Stamping.VALUE_SERIALIZER;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException("StampingValueSerializer serialises values");
        }
        stamper = stamper == null ? StampingKeySerializer.stamperOf(configs) : stamper;
        Object unlisted = configs.get(Stamping.UNLISTED_TOPICS);
        passUnlisted = "pass".equals(unlisted);
        if (unlisted != null && !passUnlisted && !unlisted.equals("refuse")) {
            throw new ConfigException(Stamping.UNLISTED_TOPICS, unlisted, "refuse or pass");
        }
        super.configure(configs, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T data) {
        if (stamper == null) {
            throw new IllegalStateException("the serialiser is not configured");
        }
        // Taken before anything can fail, so that it is gone whatever happens.
        KeyInFlight key = KeyInFlight.take(topic, headers);
        byte[] value = delegate(topic, headers, data);
        stamper.tripwire().checkRest(topic, headers, value);
        boolean wanted = !passUnlisted || stamper.isListed(topic);
        if (wanted && !stamper.isStamped(topic, headers, key.sha256(), value)) {
            CallContext context = CurrentContext.get()
                    .orElseThrow(() -> new StampRefusedException(
                            StampRefusal.NO_CONTEXT, topic, "no call is being served on this thread"));
            stamper.stamp(topic, headers, key.sha256(), value, context);
        }
        return value;
    }

    /** Refused: without headers there is nowhere to put a stamp. */
    @Override
    public byte[] serialize(String topic, @Nullable T data) {
        throw new StampRefusedException(StampRefusal.BYTES_UNKNOWN, topic, "serialised without headers");
    }
}
