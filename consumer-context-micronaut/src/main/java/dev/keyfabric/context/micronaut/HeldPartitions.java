package dev.keyfabric.context.micronaut;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that wait in front of a record that cannot be judged yet, or not be dead-lettered yet: first for 100 ms,
 * then twice as long each time, up to 5 s. They are paused for the duration of a poll alone, because micronaut-kafka
 * resumes after each poll what it has not paused itself. Used by the consumer's thread alone.
 */
final class HeldPartitions {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final Map<TopicPartition, Hold> holds = new HashMap<>();

    private record Hold(long offset, long since, Duration pause, long due) {}

    HeldPartitions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Holds the partition of a record in front of it. */
    void hold(TopicPartition partition, long offset) {
        long now = nanos.getAsLong();
        Hold before = holds.get(partition);
        if (before == null || before.offset() != offset) {
            holds.put(partition, new Hold(offset, now, FIRST, now + FIRST.toNanos()));
            return;
        }
        Duration doubled = before.pause().multipliedBy(2);
        Duration wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        holds.put(partition, new Hold(offset, before.since(), wait, now + wait.toNanos()));
    }

    /** Whether the partition has been waiting in front of this very record for longer than that. */
    boolean heldLongerThan(Duration time, ConsumerRecord<?, ?> record) {
        Hold hold = holds.get(new TopicPartition(record.topic(), record.partition()));
        return hold != null && hold.offset() == record.offset() && nanos.getAsLong() - hold.since() > time.toNanos();
    }

    /** The partition has got past what it waited for. */
    void release(TopicPartition partition) {
        holds.remove(partition);
    }

    /** Pauses what must wait; those that were running and are not any more. */
    Set<TopicPartition> pause(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        holds.keySet().retainAll(assigned);
        Set<TopicPartition> running = holds.entrySet().stream()
                .filter(hold -> nanos.getAsLong() - hold.getValue().due() < 0)
                .map(Map.Entry::getKey)
                .filter(partition -> !consumer.paused().contains(partition))
                .collect(Collectors.toSet());
        consumer.pause(running);
        return running;
    }

    /** How long a poll may take so that nothing waits longer than it must. */
    Duration untilDue(Duration atMost) {
        long now = nanos.getAsLong();
        long left = holds.values().stream()
                .mapToLong(hold -> Math.max(0, hold.due() - now))
                .filter(nanos -> nanos > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        return left < atMost.toNanos() ? Duration.ofNanos(left) : atMost;
    }
}
