package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.StampRefusal;
import io.micronaut.configuration.kafka.config.AbstractKafkaProducerConfiguration;
import io.micronaut.context.BeanContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies refused records to dead-letter topics: key, value and headers byte for byte, and behind them
 * {@link #REASON} and {@link #FROM}. A time that the topic does not take becomes the header {@link #TIME}. A record that no broker takes with those two headers is replaced by a note of them
 * alone; the record itself stays where it was. The producer is made with the settings
 * {@code kafka.producers.keyfabric-dead-letters}, or those of the default producer.
 */
@Singleton
final class DeadLetters implements AutoCloseable {
    /** Header with the reason code. A dead letter that was refused before has several: the last counts. */
    static final String REASON = "kf_refused";

    /** Header with the place of the original: {@code topic-partition@offset}. */
    static final String FROM = "kf_refused_from";

    /** Header with the time of the original, milliseconds since 1970, where the topic does not take it as a time. */
    static final String TIME = "kf_refused_time";

    private static final String CLIENT = "keyfabric-dead-letters";

    private final Supplier<Producer<byte[], byte[]>> maker;
    private @Nullable Producer<byte[], byte[]> producer;

    @Inject
    DeadLetters(BeanContext beans) {
        this(() -> made(beans));
    }

    DeadLetters(Supplier<Producer<byte[], byte[]>> maker) {
        this.maker = maker;
    }

    /** A record on its way to a dead-letter topic. */
    final class Sent {
        private final String topic;
        private final ConsumerRecord<byte[], byte[]> original;
        private final StampRefusal reason;
        private final Future<?> future;

        private Sent(String topic, ConsumerRecord<byte[], byte[]> original, StampRefusal reason, Future<?> future) {
            this.topic = topic;
            this.original = original;
            this.reason = reason;
            this.future = future;
        }

        ConsumerRecord<byte[], byte[]> original() {
            return original;
        }

        StampRefusal reason() {
            return reason;
        }

        /** Why it has failed already, if it has: a topic that is not there fails before anything is sent. */
        Optional<Throwable> failure() {
            if (!future.isDone()) {
                return Optional.empty();
            }
            try {
                future.get();
                return Optional.empty();
            } catch (ExecutionException e) {
                return Optional.ofNullable(e.getCause())
                        .filter(cause -> !isForGood(cause) && !(cause instanceof InvalidTimestampException));
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }

        /** Waits until the broker has it. Throws what Kafka says when it has not. */
        void await() throws ExecutionException, InterruptedException {
            try {
                future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RetriableException) {
                    throw e;
                }
                // A broker refuses a batch as a whole: it may be another record of it that is bad.
                sendAlone(copy(original, reason, topic));
            }
        }

        private void sendAlone(ProducerRecord<byte[], byte[]> letter) throws ExecutionException, InterruptedException {
            try {
                producer().send(letter).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InvalidTimestampException && letter.timestamp() != null) {
                    sendAlone(withoutTime(letter));
                } else if (isForGood(e.getCause())) {
                    producer().send(note()).get();
                } else {
                    throw e;
                }
            }
        }

        private ProducerRecord<byte[], byte[]> note() {
            Headers headers = describe(new RecordHeaders(), original, reason);
            return new ProducerRecord<>(topic, null, null, place(original), new byte[0], headers);
        }
    }

    private static ProducerRecord<byte[], byte[]> withoutTime(ProducerRecord<byte[], byte[]> letter) {
        Headers headers = new RecordHeaders(letter.headers().toArray())
                .add(TIME, String.valueOf(letter.timestamp()).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(letter.topic(), null, null, letter.key(), letter.value(), headers);
    }

    private static ProducerRecord<byte[], byte[]> copy(
            ConsumerRecord<byte[], byte[]> original, StampRefusal reason, String topic) {
        Headers headers = describe(new RecordHeaders(original.headers().toArray()), original, reason);
        Long timestamp = original.timestamp() < 0 ? null : Long.valueOf(original.timestamp());
        return new ProducerRecord<>(topic, null, timestamp, original.key(), original.value(), headers);
    }

    /** Starts sending a copy. */
    Sent send(ConsumerRecord<byte[], byte[]> original, StampRefusal reason, String topic) {
        Future<?> future = producer().send(copy(original, reason, topic));
        return new Sent(topic, original, reason, future);
    }

    private static boolean isForGood(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException;
    }

    private static Headers describe(Headers headers, ConsumerRecord<byte[], byte[]> original, StampRefusal reason) {
        return headers.add(REASON, reason.name().getBytes(StandardCharsets.UTF_8))
                .add(FROM, place(original));
    }

    private static byte[] place(ConsumerRecord<?, ?> original) {
        return (original.topic() + "-" + original.partition() + "@" + original.offset())
                .getBytes(StandardCharsets.UTF_8);
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = maker.get();
        }
        return producer;
    }

    /** Makes the producer, if none is made yet: with a bad setting the start ends, not the first refused record. */
    void prepare() {
        producer();
    }

    private static Producer<byte[], byte[]> made(BeanContext beans) {
        Properties inherited = beans.findBean(AbstractKafkaProducerConfiguration.class, Qualifiers.byName(CLIENT))
                .orElseGet(() -> beans.getBean(AbstractKafkaProducerConfiguration.class))
                .getConfig();
        return new KafkaProducer<>(config(inherited), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * The settings of the producer. What its guarantees, or a consumer that waits for it, depend on is set here whatever
     * the default producer has; the time for metadata alone may be chosen.
     */
    static Properties config(Properties inherited) {
        Properties config = new Properties();
        config.putAll(inherited);
        config.putIfAbsent("client.id", CLIENT);
        config.remove("transactional.id");
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        config.put("max.in.flight.requests.per.connection", "5");
        config.put("retries", String.valueOf(Integer.MAX_VALUE));
        // A consumer waits for it: short of max.poll.interval.ms in any case. Kafka wants the first to be at least the
        // sum of the two others.
        config.put("delivery.timeout.ms", "20000");
        config.put("request.timeout.ms", "10000");
        config.put("linger.ms", "5");
        config.putIfAbsent("max.block.ms", "10000");
        // What fitted into its topic fits here; the broker has the last word.
        config.putIfAbsent("max.request.size", String.valueOf(32 * 1024 * 1024));
        return config;
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
