package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one partition holds in numbers, kept as its records change: how many subjects in which status, and their sum. Used by
 * the task's thread only.
 */
final class Holdings {
    private static final String UNREADABLE = "UNREADABLE";

    /** Plans and services have no status. */
    private static final String DEFINED = "DEFINED";

    private final Map<Topic, PartitionSum> sums = new EnumMap<>(Topic.class);
    private final Map<Topic, Map<String, Long>> counts = new EnumMap<>(Topic.class);

    /** A subject is held otherwise than before; empty = not at all. */
    void change(Topic topic, String id, Optional<byte[]> before, Optional<byte[]> after) {
        byte[] key = id.getBytes(UTF_8);
        before.ifPresent(value -> {
            sums.put(topic, sum(topic).minus(topic, key, value));
            count(topic, value, -1);
        });
        after.ifPresent(value -> {
            sums.put(topic, sum(topic).plus(topic, key, value));
            count(topic, value, 1);
        });
    }

    Digest digest(Topic topic) {
        PartitionSum sum = sum(topic);
        return Digest.newBuilder()
                .setAlgorithm(PartitionSum.ALGORITHM)
                .setRecords(sum.records())
                .setCounts(Map.copyOf(counts.getOrDefault(topic, Map.of())))
                .setSum(ByteBuffer.wrap(sum.bytes()))
                .build();
    }

    private PartitionSum sum(Topic topic) {
        return sums.getOrDefault(topic, PartitionSum.EMPTY);
    }

    private void count(Topic topic, byte[] value, long change) {
        counts.computeIfAbsent(topic, t -> new TreeMap<>()).compute(status(topic, value), (status, now) -> {
            long after = (now == null ? 0 : now) + change;
            return after == 0 ? null : after;
        });
    }

    private static String status(Topic topic, byte[] value) {
        try {
            return switch (topic) {
                case KEYS ->
                    KnownStates.key(Wire.decode(value, KeyEvent.class))
                            .getStatus()
                            .name();
                case CONSUMERS ->
                    KnownStates.consumer(Wire.decode(value, ConsumerEvent.class))
                            .getStatus()
                            .name();
                case SIGNING_KEYS ->
                    KnownStates.signingKey(Wire.decode(value, SigningKeyEvent.class))
                            .getStatus()
                            .name();
                case PLANS -> {
                    KnownStates.plan(Wire.decode(value, PlanEvent.class));
                    yield DEFINED;
                }
                case SERVICES -> {
                    KnownStates.service(Wire.decode(value, ServiceEvent.class));
                    yield DEFINED;
                }
                default -> throw new IllegalArgumentException(topic.id() + " holds no subjects");
            };
        } catch (UnreadableValueException e) {
            return UNREADABLE;
        }
    }
}
