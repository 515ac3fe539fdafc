package dev.keyfabric.registry.write;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes, for every partition this instance owns, a tick to each lifecycle topic: "every committed record before me was
 * appended before my append time". That holds whoever wrote it, so ticks need no fence and go through a plain producer,
 * never the transactional one: a transaction that consumed nothing is not fenced.
 */
final class Ticker {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);

    private final Producer<String, byte[]> producer;
    private final TopicNames names;
    private final BusIdentity bus;
    private final String actor;
    private final InstantSource clock;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** A ticker of one instance; {@code actor} names it in its ticks. */
    Ticker(Producer<String, byte[]> producer, TopicNames names, BusIdentity bus, String actor, InstantSource clock) {
        this.producer = producer;
        this.names = names;
        this.bus = bus;
        this.actor = actor;
        this.clock = clock;
    }

    /** One tick for each of some partitions on each lifecycle topic; a tick that fails is not repeated. */
    void tick(Set<Integer> partitions) {
        for (Topic topic : Topic.lifecycle()) {
            byte[] value = tick(topic);
            for (int partition : partitions) {
                send(new ProducerRecord<>(names.nameOf(topic), partition, RecordHeaders.TICK_KEY, value));
            }
        }
    }

    private void send(ProducerRecord<String, byte[]> tick) {
        try {
            Future<?> unused = producer.send(tick, (place, failure) -> report(failure));
        } catch (KafkaException e) {
            report(e);
        }
    }

    /** Says when ticks begin to fail and when they are well again, not every second. */
    private void report(@Nullable Exception failure) {
        if (failing.getAndSet(failure != null) != (failure != null)) {
            log.warn("ticks failing={} reason={}", failure != null, failure == null ? "" : failure.toString());
        }
    }

    private byte[] tick(Topic topic) {
        String topicId = bus.topicIds().get(topic);
        Instant at = clock.instant();
        return Wire.encode(
                switch (topic) {
                    case KEYS ->
                        KeyEvent.newBuilder()
                                .setType(KeyEventType.TICK)
                                .setAt(at)
                                .setActor(actor)
                                .setDoor(Door.REGISTRY)
                                .setTopicId(topicId)
                                .build();
                    case CONSUMERS ->
                        ConsumerEvent.newBuilder()
                                .setType(ConsumerEventType.TICK)
                                .setAt(at)
                                .setActor(actor)
                                .setDoor(Door.REGISTRY)
                                .setTopicId(topicId)
                                .build();
                    case PLANS ->
                        PlanEvent.newBuilder()
                                .setType(PlanEventType.TICK)
                                .setAt(at)
                                .setActor(actor)
                                .setDoor(Door.REGISTRY)
                                .setTopicId(topicId)
                                .build();
                    case SERVICES ->
                        ServiceEvent.newBuilder()
                                .setType(ServiceEventType.TICK)
                                .setAt(at)
                                .setActor(actor)
                                .setDoor(Door.REGISTRY)
                                .setTopicId(topicId)
                                .build();
                    case SIGNING_KEYS ->
                        SigningKeyEvent.newBuilder()
                                .setType(SigningKeyEventType.TICK)
                                .setAt(at)
                                .setActor(actor)
                                .setDoor(Door.REGISTRY)
                                .setTopicId(topicId)
                                .build();
                    default -> throw new IllegalArgumentException(topic + " has no ticks");
                });
    }
}
