package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.context.verify.VerifiedContext;
import dev.keyfabric.context.verify.Verifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code poll()} of a verifying consumer. Each record is judged as bytes, before any deserialiser of the application sees
 * it. What verifies is delivered; what does not is dead-lettered before the poll returns, so that no offset past it can
 * be committed first; in front of what cannot be judged now its partition waits, by seeking back. Whatever is delivered
 * of a partition is in order and without gaps but for dead letters. At least once: a crash, or a retry of a whole batch,
 * may dead-letter a record again.
 */
final class VerifyingPoll<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyingPoll.class);

    /** So many dead letters are remembered per partition, for error strategies that read a batch again. */
    private static final int REMEMBERED = 1000;

    private final Consumer<byte[], byte[]> consumer;
    private final Reading<K, V> reading;
    private final ListenerTopics verified;
    private final boolean commits;
    private final ListenerPolicy policy;
    private final Verifier verifier;
    private final DeadLetters deadLetters;
    private final Reports reports;
    private final HeldPartitions held = new HeldPartitions(System::nanoTime);
    private final Map<TopicPartition, Deque<Letter>> deadLettered = new HashMap<>();

    /** Partitions whose failure waits for the next poll. */
    private final Set<TopicPartition> postponed = new HashSet<>();

    /** Which dead-letter topics failed, and at which failure of all: the one that failed last is tried last. */
    private final Map<String, Long> failed = new HashMap<>();

    private long failures;
    private long failuresBefore;

    /** The time tells a record from one at the same offset of a topic that was made anew. */
    private record Letter(long offset, long timestamp) {
        static Letter of(ConsumerRecord<?, ?> record) {
            return new Letter(record.offset(), record.timestamp());
        }
    }

    VerifyingPoll(
            Consumer<byte[], byte[]> consumer,
            Reading<K, V> reading,
            ListenerTopics verified,
            boolean commits,
            ListenerPolicy policy,
            Verifier verifier,
            DeadLetters deadLetters,
            Reports reports) {
        this.consumer = consumer;
        this.reading = reading;
        this.verified = verified;
        this.commits = commits;
        this.policy = policy;
        this.verifier = verifier;
        this.deadLetters = deadLetters;
        this.reports = reports;
    }

    ConsumerRecords<K, V> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = fetch(timeout);
        Map<TopicPartition, List<ConsumerRecord<K, V>>> delivered = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> passed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        failuresBefore = failures;
        try {
            for (TopicPartition partition : inOrder(polled.partitions())) {
                Pass pass = new Pass(partition, polled.partitions().size() == 1);
                pass.over(polled.records(partition));
                if (!pass.good.isEmpty()) {
                    delivered.put(partition, pass.good);
                } else if (pass.reached > polled.records(partition).get(0).offset()) {
                    passed.put(partition, new OffsetAndMetadata(pass.reached));
                }
                if (pass.stoppedAt != null) {
                    next.put(partition, new OffsetAndMetadata(pass.stoppedAt));
                }
            }
        } catch (Throwable e) {
            // An Error too: the consumer is closed then, and would commit where it stands.
            // Nothing of this poll is delivered, so nothing of it may count as read.
            for (TopicPartition partition : polled.partitions()) {
                consumer.seek(partition, polled.records(partition).get(0).offset());
            }
            throw e;
        }
        if (commits && !passed.isEmpty()) {
            // micronaut-kafka commits after what it delivers: where that is nothing the group would stay behind.
            consumer.commitAsync(passed, (offsets, failure) -> {
                if (failure != null) {
                    LOG.warn("offsets behind dead letters are not committed offsets={}", offsets, failure);
                }
            });
        }
        return new ConsumerRecords<>(delivered, next);
    }

    /** One dead-letter topic that fails must not keep those of others waiting behind it. */
    private List<TopicPartition> inOrder(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingLong(
                        partition -> failed.getOrDefault(policy.deadLetterTopicOf(partition.topic()), 0L)))
                .toList();
    }

    private ConsumerRecords<byte[], byte[]> fetch(Duration timeout) {
        Set<TopicPartition> paused = held.pause(consumer);
        try {
            return consumer.poll(held.untilDue(timeout));
        } finally {
            Set<TopicPartition> assigned = consumer.assignment();
            consumer.resume(paused.stream().filter(assigned::contains).toList());
        }
    }

    /** The way through the records of one partition. */
    private final class Pass {
        private final TopicPartition partition;
        private final boolean alone;
        private final List<ConsumerRecord<K, V>> good = new ArrayList<>();
        private final List<DeadLetters.Sent> sent = new ArrayList<>();
        private @Nullable Long stoppedAt;
        private long reached;

        Pass(TopicPartition partition, boolean alone) {
            this.partition = partition;
            this.alone = alone;
        }

        void over(List<ConsumerRecord<byte[], byte[]>> records) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (!passes(record)) {
                    break;
                }
            }
            awaitDeadLetters();
            if (stoppedAt == null) {
                held.release(partition);
                reached = records.get(records.size() - 1).offset() + 1;
            } else {
                consumer.seek(partition, stoppedAt);
                reached = stoppedAt;
            }
        }

        /** Whether the next record may be looked at. */
        private boolean passes(ConsumerRecord<byte[], byte[]> record) {
            if (!verified.has(record.topic())) {
                return deliver(record, null);
            }
            Stamped verdict = verifier.verify(record);
            if (verdict instanceof Stamped.Verified good) {
                return deliver(record, good.context());
            }
            StampRefusal reason = ((Stamped.Refused) verdict).reason();
            if (policy.isWorthWaiting(reason, record, held)) {
                return wait(record, reason);
            }
            if (policy.onRefused() == OnRefused.REFUSE) {
                return failWith(new RefusedRecordException(reason, record));
            }
            return deadLetter(record, reason);
        }

        private boolean deliver(ConsumerRecord<byte[], byte[]> record, @Nullable VerifiedContext context) {
            try {
                K key = reading.key(record);
                V value = reading.value(record);
                good.add(
                        context == null
                                ? Reading.plain(record, key, value)
                                : new VerifiedRecord<>(record, key, value, context));
                return true;
            } catch (RecordDeserializationException e) {
                return failWith(e);
            }
        }

        /**
         * As Kafka does: what stands before the bad record is delivered first, the failure comes with the next poll. So do
         * the other partitions: one full of bad records must not keep them from being read.
         */
        private boolean failWith(RecordDeserializationException failure) {
            if (good.isEmpty() && (alone || !postponed.add(partition))) {
                awaitDeadLetters();
                if (stoppedAt != null) {
                    return false;
                }
                postponed.remove(partition);
                if (failure instanceof RefusedRecordException refused) {
                    reports.report(refused.original(), refused.reason(), RecordRefused.Fate.REFUSED);
                }
                throw failure;
            }
            stoppedAt = failure.offset();
            return false;
        }

        private boolean wait(ConsumerRecord<byte[], byte[]> record, StampRefusal reason) {
            reports.report(record, reason, RecordRefused.Fate.HELD_BACK);
            held.hold(partition, record.offset());
            stoppedAt = record.offset();
            return false;
        }

        private boolean deadLetter(ConsumerRecord<byte[], byte[]> record, StampRefusal reason) {
            Deque<Letter> known = deadLettered.get(partition);
            if (known != null && known.contains(Letter.of(record))) {
                return true;
            }
            if (failures > failuresBefore) {
                // Each further failure may take as long as the first: together longer than a poll may.
                return stopBefore(record);
            }
            try {
                DeadLetters.Sent letter = deadLetters.send(record, reason, policy.deadLetterTopicOf(record.topic()));
                Optional<Throwable> failure = letter.failure();
                if (failure.isPresent()) {
                    return cannotDeadLetter(record, failure.get());
                }
                sent.add(letter);
                return true;
            } catch (KafkaException e) {
                return cannotDeadLetter(record, e);
            }
        }

        private void awaitDeadLetters() {
            for (DeadLetters.Sent letter : sent) {
                try {
                    letter.await();
                    reports.report(letter.original(), letter.reason(), RecordRefused.Fate.DEAD_LETTERED);
                    remember(Letter.of(letter.original()));
                    failed.remove(policy.deadLetterTopicOf(partition.topic()));
                } catch (ExecutionException e) {
                    cannotDeadLetter(letter.original(), e.getCause());
                    break;
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            sent.clear();
        }

        private boolean cannotDeadLetter(ConsumerRecord<byte[], byte[]> record, @Nullable Throwable why) {
            LOG.error(
                    "refused record cannot be dead-lettered, its partition waits topic={} partition={} offset={} deadLetterTopic={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    policy.deadLetterTopicOf(record.topic()),
                    why);
            failed.put(policy.deadLetterTopicOf(record.topic()), ++failures);
            return stopBefore(record);
        }

        /** Goes back in front of it: it must not be lost, nor may anything behind it be delivered twice. */
        private boolean stopBefore(ConsumerRecord<byte[], byte[]> record) {
            good.removeIf(later -> later.offset() > record.offset());
            held.hold(partition, record.offset());
            stoppedAt = record.offset();
            return false;
        }

        private void remember(Letter letter) {
            Deque<Letter> known = deadLettered.computeIfAbsent(partition, p -> new ArrayDeque<>());
            known.addLast(letter);
            if (known.size() > REMEMBERED) {
                known.removeFirst();
            }
        }
    }
}
