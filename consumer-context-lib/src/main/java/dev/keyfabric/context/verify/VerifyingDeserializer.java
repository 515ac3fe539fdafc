package dev.keyfabric.context.verify;

import java.util.Map;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The application's deserialiser of keys or of values, which notes the bytes before it hands them on. */
public final class VerifyingDeserializer<T> implements Deserializer<T>, ClusterResourceListener, Monitorable {
    private @Nullable Deserializer<T> delegate;
    private boolean key;
    private boolean keepOriginals;

    /** For Kafka, which configures it. */
    public VerifyingDeserializer() {}

    VerifyingDeserializer(Deserializer<T> delegate, boolean key) {
        this.delegate = delegate;
        this.key = key;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        key = isKey;
        keepOriginals = Boolean.parseBoolean(String.valueOf(configs.get(Verifying.KEEP_ORIGINALS)));
        if (delegate == null) {
            String setting = isKey ? Verifying.KEY_DESERIALIZER : Verifying.VALUE_DESERIALIZER;
            delegate = found(setting, configs.get(setting));
        }
        delegate.configure(configs, isKey);
    }

    @Override
    public T deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data != null && key) {
            SeenBytes.key(headers, data, keepOriginals);
        } else if (data != null) {
            SeenBytes.value(headers, data, keepOriginals);
        }
        return delegate().deserialize(topic, headers, data);
    }

    /** Nothing is noted of bytes that come without headers: their record is {@code BYTES_UNKNOWN}. */
    @Override
    public T deserialize(String topic, byte @Nullable [] data) {
        return delegate().deserialize(topic, data);
    }

    @Override
    public void onUpdate(ClusterResource cluster) {
        if (delegate instanceof ClusterResourceListener listener) {
            listener.onUpdate(cluster);
        }
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        if (delegate instanceof Monitorable monitorable) {
            monitorable.withPluginMetrics(metrics);
        }
    }

    @Override
    public void close() {
        if (delegate != null) {
            delegate.close();
        }
    }

    private Deserializer<T> delegate() {
        if (delegate == null) {
            throw new IllegalStateException("the deserialiser is not configured");
        }
        return delegate;
    }

    @SuppressWarnings("unchecked") // Kafka knows no more of the type of a configured deserialiser.
    private Deserializer<T> found(String setting, @Nullable Object configured) {
        if (configured instanceof Deserializer<?> instance) {
            return (Deserializer<T>) instance;
        }
        try {
            Class<?> type = configured instanceof Class<?> c
                    ? c
                    : Class.forName(
                            String.valueOf(configured),
                            true,
                            Thread.currentThread().getContextClassLoader());
            return (Deserializer<T>)
                    type.asSubclass(Deserializer.class).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConfigException(setting, configured, "not a deserialiser with a constructor of no parameters");
        }
    }
}
