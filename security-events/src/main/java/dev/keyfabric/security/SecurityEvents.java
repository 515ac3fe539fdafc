package dev.keyfabric.security;

import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.security.Happening.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the bus what one instance refused or found to be wrong: once a second one record for each different thing, with
 * how often it happened; {@value #MOST} different ones at most, of the rest the number. Whoever reports waits for
 * nothing. While no broker takes them, events are kept in memory and counted on, and a broker is tried after twice as long
 * each time, up to {@value #LONGEST_REST} seconds. One that a broker took without the answer arriving is told again.
 */
public final class SecurityEvents implements AutoCloseable {
    /** Different things that are kept until they are told. */
    public static final int MOST = 256;

    /** Turns left out, at most, after one that found no broker. */
    static final int LONGEST_REST = 15;

    private static final Logger LOG = LoggerFactory.getLogger(SecurityEvents.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final int DELIVERED_WITHIN_MS = 5000;
    private static final int REQUEST_WITHIN_MS = 2000;
    private static final int BLOCK_AT_MOST_MS = 2000;

    private final String source;
    private final Map<String, Object> clientSettings;
    private final String topic;
    private final InstantSource clock;
    private final Tally tally = new Tally(MOST);
    private final LongAdder reported = new LongAdder();
    private final AtomicLong dropped = new AtomicLong();
    private final ScheduledExecutorService teller;
    private @Nullable Producer<String, byte[]> producer;
    private volatile boolean failing;
    private int rest;
    private int resting;

    /**
     * Events of one instance; tells them from now on.
     *
     * @param source {@code registry/} or {@code validator/} and the id of the instance
     * @param clientSettings passed to the Kafka client
     */
    public SecurityEvents(String source, Map<String, Object> clientSettings, TopicNames names, InstantSource clock) {
        this.source = source;
        this.clientSettings = Map.copyOf(clientSettings);
        this.topic = names.nameOf(Topic.SECURITY_EVENTS);
        this.clock = clock;
        this.teller = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "keyfabric-security-events");
            thread.setDaemon(true);
            return thread;
        });
        var unused =
                teller.scheduleWithFixedDelay(this::tell, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Counts one thing; it is told within a second or so. */
    public void report(Happening happening) {
        reported.increment();
        tally.add(happening, Count.once(clock.instant()));
    }

    /** Who tells: {@code registry/} or {@code validator/} and the id of the instance. */
    public String source() {
        return source;
    }

    /** Things reported since the start. */
    public long reported() {
        return reported.sum();
    }

    /** Those of them of which nothing but their number was told. */
    public long dropped() {
        return dropped.get();
    }

    /** Whether the last turn found no broker that took them. */
    public boolean waiting() {
        return failing;
    }

    private void tell() {
        if (resting > 0) {
            resting--;
            return;
        }
        try {
            tellWithin(DELIVERED_WITHIN_MS);
        } catch (RuntimeException e) { // what ends a turn must not end the ones after it
            LOG.error("msg=security events are not told", e);
        }
    }

    private void tellWithin(long millis) {
        Map<Happening, Count> happened = tally.take();
        long more = tally.takeDropped();
        if (happened.isEmpty() && more == 0) {
            return;
        }
        Map<Happening, Count> untold = new HashMap<>(happened);
        boolean toldMore = more == 0;
        try {
            List<Sent> sent = new ArrayList<>();
            for (Map.Entry<Happening, Count> each : happened.entrySet()) {
                sent.add(new Sent(each.getKey(), send(each.getKey(), each.getValue())));
            }
            Future<?> sentMore = more == 0 ? null : send(droppedEvent(), droppedCount(more));
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (Sent each : sent) {
                await(each.arrival(), deadline);
                untold.remove(each.happening());
            }
            if (sentMore != null) {
                await(sentMore, deadline);
                toldMore = true;
                dropped.addAndGet(more);
            }
            failing = false;
            rest = 0;
        } catch (KafkaException e) {
            failed(e);
        } finally {
            untold.forEach(tally::add);
            tally.giveBackDropped(toldMore ? 0 : more);
        }
    }

    private record Sent(Happening happening, Future<?> arrival) {}

    private Future<?> send(Happening happening, Count count) {
        byte[] value = Wire.encode(happening.event(source, count));
        Future<?> arrival = producer().send(new ProducerRecord<>(topic, happening.recordKey(), value));
        if (arrival.isDone()) {
            // A failure now: without a broker each of the others would wait as long as this one did.
            await(arrival, System.nanoTime());
        }
        return arrival;
    }

    private static void await(Future<?> arrival, long deadline) {
        try {
            arrival.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("a security event did not arrive", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Happening droppedEvent() {
        return new Happening(SecurityEventType.EVENTS_DROPPED, "EVENTS_DROPPED", null, null, null, null, null, null);
    }

    private Count droppedCount(long times) {
        Instant now = clock.instant();
        return new Count(times, now.minus(EVERY), now);
    }

    private void failed(KafkaException e) {
        if (!failing) {
            LOG.warn("msg=security events wait for a broker that takes them error={}", e.toString());
        }
        failing = true;
        rest = Math.min(2 * rest + 1, LONGEST_REST);
        resting = rest;
        closeProducer();
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            Map<String, Object> settings = new HashMap<>();
            settings.put(
                    ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                    ""); // Nobody looks at a producer that comes and goes.
            settings.putAll(clientSettings);
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERED_WITHIN_MS);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_WITHIN_MS);
            settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_AT_MOST_MS);
            open = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private void closeProducer() {
        Producer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    /** Tells what is left where a broker takes it at once; waits 2 s for that at most, and as long for a turn under way. */
    @Override
    public void close() {
        teller.shutdown();
        try {
            if (!teller.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                teller.shutdownNow();
                teller.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            } else if (!failing) {
                tellWithin(GOODBYE.toMillis());
            }
            closeProducer();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("msg=the last security events are not told error={}", e.toString());
        }
    }
}
