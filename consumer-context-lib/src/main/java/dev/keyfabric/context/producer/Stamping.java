package dev.keyfabric.context.producer;

import dev.keyfabric.context.stamp.Stamper;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes a Kafka producer stamp what it sends, whatever its serialisers are. Each record gets the stamp of the
 * {@link dev.keyfabric.context.stamp.CurrentContext} of the thread that calls {@code send()}; a record that cannot be
 * stamped, or that holds a raw key, makes {@code send()} throw a
 * {@link dev.keyfabric.context.stamp.StampRefusedException}.
 */
public final class Stamping {
    /** Holds the {@link Stamper} in the configuration of a producer. */
    public static final String STAMPER = "keyfabric.stamper";

    /** The application's own key serialiser: class, name of the class, or instance. */
    public static final String KEY_SERIALIZER = "keyfabric.stamp.key.serializer";

    /** The application's own value serialiser: class, name of the class, or instance. */
    public static final String VALUE_SERIALIZER = "keyfabric.stamp.value.serializer";

    /**
     * {@code refuse} (default) or {@code pass}: what becomes of records for topics that have no policy. Those that pass
     * go through the tripwire but carry no stamp.
     */
    public static final String UNLISTED_TOPICS = "keyfabric.stamp.unlisted-topics";

    private static final String KEY = "key.serializer";
    private static final String VALUE = "value.serializer";

    private Stamping() {}

    /** The configuration of a producer with its serialisers wrapped; the one given stays as it is. */
    public static Map<String, Object> producerConfig(Map<?, ?> config, Stamper stamper) {
        Map<String, Object> wrapped = new HashMap<>();
        config.forEach((name, value) -> wrapped.put(String.valueOf(name), value));
        wrapped.put(STAMPER, stamper);
        wrapped.put(KEY_SERIALIZER, present(wrapped, KEY));
        wrapped.put(VALUE_SERIALIZER, present(wrapped, VALUE));
        wrapped.put(KEY, StampingKeySerializer.class);
        wrapped.put(VALUE, StampingValueSerializer.class);
        return wrapped;
    }

    /** For {@code new KafkaProducer(config, keySerializer, valueSerializer)}; use both or neither. */
    public static <T> Serializer<T> keySerializer(Serializer<T> delegate, Stamper stamper) {
        return new StampingKeySerializer<>(delegate, stamper);
    }

    /** For {@code new KafkaProducer(config, keySerializer, valueSerializer)}; use both or neither. */
    public static <T> Serializer<T> valueSerializer(Serializer<T> delegate, Stamper stamper) {
        return new StampingValueSerializer<>(delegate, stamper);
    }

    private static Object present(Map<String, Object> config, String name) {
        Object value = config.get(name);
        if (value == null || value == StampingKeySerializer.class || value == StampingValueSerializer.class) {
            throw new ConfigException(name, value, "the application's own serialiser is needed");
        }
        return value;
    }
}
