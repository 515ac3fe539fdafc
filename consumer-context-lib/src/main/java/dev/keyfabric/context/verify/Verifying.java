package dev.keyfabric.context.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes a Kafka consumer keep, beside each record, what {@link Verifier#verifyDeserialized} needs of its bytes. The
 * deserialisers judge nothing and refuse nothing: a record that nobody verifies is as unverified as ever.
 */
public final class Verifying {
    /** The application's own key deserialiser: class, name of the class, or instance. */
    public static final String KEY_DESERIALIZER = "keyfabric.verify.key.deserializer";

    /** The application's own value deserialiser: class, name of the class, or instance. */
    public static final String VALUE_DESERIALIZER = "keyfabric.verify.value.deserializer";

    /** {@code true} keeps the bytes of each record too, as long as the record lives, for {@link #original}. */
    public static final String KEEP_ORIGINALS = "keyfabric.verify.keep-originals";

    private static final String KEY = "key.deserializer";
    private static final String VALUE = "value.deserializer";

    private Verifying() {}

    /** The configuration of a consumer with its deserialisers wrapped; the one given stays as it is. */
    public static Map<String, Object> consumerConfig(Map<?, ?> config) {
        Map<String, Object> wrapped = new HashMap<>();
        config.forEach((name, value) -> wrapped.put(String.valueOf(name), value));
        wrapped.put(KEY_DESERIALIZER, present(wrapped, KEY));
        wrapped.put(VALUE_DESERIALIZER, present(wrapped, VALUE));
        wrapped.put(KEY, VerifyingDeserializer.class);
        wrapped.put(VALUE, VerifyingDeserializer.class);
        return wrapped;
    }

    /** For {@code new KafkaConsumer(config, keyDeserializer, valueDeserializer)}. */
    public static <T> Deserializer<T> keyDeserializer(Deserializer<T> delegate) {
        return new VerifyingDeserializer<>(delegate, true);
    }

    /** For {@code new KafkaConsumer(config, keyDeserializer, valueDeserializer)}. */
    public static <T> Deserializer<T> valueDeserializer(Deserializer<T> delegate) {
        return new VerifyingDeserializer<>(delegate, false);
    }

    /** The record byte for byte as it came, for a dead-letter topic; empty unless originals are kept. */
    public static Optional<ConsumerRecord<byte[], byte[]>> original(ConsumerRecord<?, ?> record) {
        return SeenBytes.original(record);
    }

    private static Object present(Map<String, Object> config, String name) {
        Object value = config.get(name);
        if (value == null || value == VerifyingDeserializer.class) {
            throw new ConfigException(name, value, "the application's own deserialiser is needed");
        }
        return value;
    }
}
