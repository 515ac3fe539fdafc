package dev.keyfabric.context.producer;

import java.util.Map;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The application's serialiser inside a wrapper: found, configured and closed as Kafka would have done it itself. */
abstract class Delegate<T> implements Serializer<T>, ClusterResourceListener, Monitorable {
    private @Nullable Serializer<T> serializer;

    Delegate(@Nullable Serializer<T> serializer) {
        this.serializer = serializer;
    }

    /** The name of the setting that holds the application's serialiser. */
    abstract String setting();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (serializer == null) {
            serializer = found(configs.get(setting()));
        }
        serializer.configure(configs, isKey);
    }

    byte @Nullable [] delegate(String topic, Headers headers, @Nullable T data) {
        return delegate().serialize(topic, headers, data);
    }

    @Override
    public void onUpdate(ClusterResource cluster) {
        if (serializer instanceof ClusterResourceListener listener) {
            listener.onUpdate(cluster);
        }
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        if (serializer instanceof Monitorable monitorable) {
            monitorable.withPluginMetrics(metrics);
        }
    }

    @Override
    public void close() {
        if (serializer != null) {
            serializer.close();
        }
    }

    private Serializer<T> delegate() {
        if (serializer == null) {
            throw new IllegalStateException("the serialiser is not configured");
        }
        return serializer;
    }

    @SuppressWarnings("unchecked") // Kafka knows no more of the type of a configured serialiser.
    private Serializer<T> found(@Nullable Object configured) {
        if (configured instanceof Serializer<?> instance) {
            return (Serializer<T>) instance;
        }
        try {
            Class<?> type = configured instanceof Class<?> c
                    ? c
                    : Class.forName(
                            String.valueOf(configured),
                            true,
                            Thread.currentThread().getContextClassLoader());
            return (Serializer<T>)
                    type.asSubclass(Serializer.class).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConfigException(setting(), configured, "not a serialiser with a constructor of no parameters");
        }
    }
}
