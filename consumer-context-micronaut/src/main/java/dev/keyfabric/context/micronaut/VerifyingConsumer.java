package dev.keyfabric.context.micronaut;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** A Kafka consumer of bytes as a consumer of {@code K} and {@code V}: all its own but {@code poll} and {@code close}. */
final class VerifyingConsumer<K, V> implements InvocationHandler {
    private final Consumer<byte[], byte[]> consumer;
    private final VerifyingPoll<K, V> poll;
    private final Reading<K, V> reading;

    private VerifyingConsumer(Consumer<byte[], byte[]> consumer, VerifyingPoll<K, V> poll, Reading<K, V> reading) {
        this.consumer = consumer;
        this.poll = poll;
        this.reading = reading;
    }

    @SuppressWarnings("unchecked") // The proxy has no type arguments; what it returns is of K and V.
    static <K, V> Consumer<K, V> of(
            Consumer<byte[], byte[]> consumer, VerifyingPoll<K, V> poll, Reading<K, V> reading) {
        return (Consumer<K, V>) Proxy.newProxyInstance(
                VerifyingConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new VerifyingConsumer<>(consumer, poll, reading));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("poll") && arguments != null && arguments[0] instanceof Duration timeout) {
            return poll.poll(timeout);
        }
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            if (method.getName().equals("close")) {
                reading.close();
            }
        }
    }
}
