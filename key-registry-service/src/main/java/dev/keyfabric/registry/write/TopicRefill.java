package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.registry.decide.Placement;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partition <em>p</em> of the topics that decisions depend on, from the start to what was committed when the
 * partition was assigned; docs/contract/design.md, section 3, "The topics are the truth".
 *
 * <p>A predecessor may have left a transaction open. Whatever it wrote lies below the high watermark seen now, and is
 * decided (committed or aborted) once the last stable offset has passed that mark; only then is the fold complete. A
 * transaction it begins later consumed a command under a membership that is over, so it can never commit.
 *
 * <p>Runs on the Streams thread, within {@code Processor.init}: the group's heartbeat goes on meanwhile, and closing the
 * writer ends it. A transaction of another task of the same thread may be open; if this takes longer than its timeout,
 * that transaction is aborted, and Streams begins all tasks anew, with no transaction open.
 */
final class TopicRefill implements Refill {
    private static final Logger log = LoggerFactory.getLogger(TopicRefill.class);

    private static final Duration POLL = Duration.ofMillis(100);

    /** Without any progress for so long, it is given up and begun anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> clientSettings;
    private final TopicNames names;
    private final int partitions;
    private final RootKey root;
    private final BooleanSupplier stopped;
    private final LongAdder ignored = new LongAdder();

    TopicRefill(
            Map<String, Object> clientSettings,
            TopicNames names,
            int partitions,
            RootKey root,
            BooleanSupplier stopped) {
        this.clientSettings = clientSettings;
        this.names = names;
        this.partitions = partitions;
        this.root = root;
        this.stopped = stopped;
    }

    @Override
    public long into(PartitionStore store, int partition) {
        long started = System.nanoTime();
        List<TopicPartition> topics =
                Fold.TOPICS.stream().map(topic -> at(topic, partition)).toList();
        try (Consumer<byte[], byte[]> committed = consumer(IsolationLevel.READ_COMMITTED)) {
            committed.assign(topics);
            awaitDecided(committed, topics);
            Last last = fold(committed, topics, store, partition);
            if (last.offset >= 0) {
                checkSameTopic(committed, at(Topic.COMMANDS, partition), last);
            }
            log.info(
                    "refilled partition={} records={} lastCommand={} millis={}",
                    partition,
                    last.records,
                    last.offset,
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
            return last.offset;
        }
    }

    /** What was learnt on the way: how many records, and the last command that has a result. */
    private static final class Last {
        long records;
        long offset = -1;
        byte @Nullable [] result;
    }

    private void awaitDecided(Consumer<byte[], byte[]> committed, List<TopicPartition> topics) {
        Map<TopicPartition, Long> seen;
        try (Consumer<byte[], byte[]> all = consumer(IsolationLevel.READ_UNCOMMITTED)) {
            all.assign(topics);
            seen = all.endOffsets(topics);
        }
        Deadline deadline = new Deadline();
        while (true) {
            Map<TopicPartition, Long> stable = committed.endOffsets(topics);
            if (topics.stream().allMatch(topic -> of(stable, topic) >= of(seen, topic))) {
                return;
            }
            deadline.check("an open transaction of a predecessor is not decided");
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Last fold(
            Consumer<byte[], byte[]> committed, List<TopicPartition> topics, PartitionStore store, int partition) {
        Map<TopicPartition, Long> ends = committed.endOffsets(topics);
        committed.seekToBeginning(topics);
        Last last = new Last();
        Deadline deadline = new Deadline();
        while (topics.stream().anyMatch(topic -> committed.position(topic) < of(ends, topic))) {
            deadline.check("the topics do not come to an end");
            for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
                deadline.renew();
                last.records++;
                apply(record, store, partition, last);
            }
        }
        return last;
    }

    private void apply(ConsumerRecord<byte[], byte[]> record, PartitionStore store, int partition, Last last) {
        Topic topic = names.topicOf(record.topic()).orElseThrow();
        if (isForged(topic, record)) {
            ignored.increment();
            log.warn("ignored what the root did not sign at={}-{}@{}", topic.id(), partition, record.offset());
            return;
        }
        if (record.key() != null) {
            String key = new String(record.key(), UTF_8);
            if (isMisplaced(topic, key, partition)) {
                ignored.increment();
                log.warn(
                        "ignored what belongs on another partition at={}-{}@{}",
                        topic.id(),
                        partition,
                        record.offset());
                return;
            }
            Fold.apply(store, topic, key, record.value());
        }
        if (topic == Topic.COMMAND_RESULTS) {
            OptionalLong offset = Cause.offset(record.headers(), partition);
            if (offset.isPresent() && offset.getAsLong() > last.offset) {
                last.offset = offset.getAsLong();
                last.result = record.value();
            }
        }
    }

    /**
     * A record that was copied from its own partition is as signed as it was there, and would be the last word here: what
     * revoked or tainted its subject lies on the other.
     */
    private boolean isMisplaced(Topic topic, String key, int partition) {
        return topic.isLifecycle() && !key.startsWith("~") && !Placement.isRight(topic, key, partition, partitions);
    }

    /** Ticks carry no state, and nothing is signed away by a tombstone. */
    private boolean isForged(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        boolean state =
                record.value() != null && record.key() != null && record.key().length > 0 && record.key()[0] != '~';
        return RootKey.signs(topic)
                && state
                && !root.signed(record.topic(), record.key(), record.value(), record.headers());
    }

    /** How many records were not believed, since this instance started. */
    long ignored() {
        return ignored.sum();
    }

    /** When a result says its command was appended. */
    private static OptionalLong appendTime(byte @Nullable [] result) {
        try {
            return OptionalLong.of(
                    Wire.decode(result, CommandResult.class).getAt().toEpochMilli());
        } catch (UnreadableValueException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The commands after the last result are those that are still to be decided, which is true only in the topic that
     * the results speak of: a topic made anew begins again at offset 0.
     */
    private void checkSameTopic(Consumer<byte[], byte[]> consumer, TopicPartition commands, Last last) {
        List<TopicPartition> only = List.of(commands);
        consumer.assign(only);
        long end = of(consumer.endOffsets(only), commands);
        if (last.offset >= end) {
            throw new RefillException(commands + " ends at " + end + " but command " + last.offset
                    + " has a result: the topic was made anew; nothing is decided until an operator has looked");
        }
        OptionalLong said = appendTime(last.result);
        if (last.offset < of(consumer.beginningOffsets(only), commands) || said.isEmpty()) {
            return;
        }
        consumer.seek(commands, last.offset);
        Deadline deadline = new Deadline();
        while (consumer.position(commands) <= last.offset) {
            deadline.check("a command cannot be read again");
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(commands)) {
                if (record.offset() == last.offset && record.timestamp() != said.getAsLong()) {
                    throw new RefillException(commands + "@" + last.offset + " was appended at " + record.timestamp()
                            + " but its result says " + said.getAsLong()
                            + ": the topic was made anew; nothing is decided until an operator has looked");
                }
            }
        }
    }

    private static long of(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), "the bus told no offset of a partition it was asked for");
    }

    private TopicPartition at(Topic topic, int partition) {
        return new TopicPartition(names.nameOf(topic), partition);
    }

    private Consumer<byte[], byte[]> consumer(IsolationLevel isolation) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "writer-refill-" + isolation);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        // A fetch that waits at the end of one topic would hold back the next one to the same broker.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The end of patience, and of the writer. */
    private final class Deadline {
        private long at = System.nanoTime() + PATIENCE.toNanos();

        void renew() {
            at = System.nanoTime() + PATIENCE.toNanos();
        }

        void check(String what) {
            if (stopped.getAsBoolean()) {
                throw new RefillException("the writer is closing");
            }
            if (System.nanoTime() - at > 0) {
                throw new RefillException(what);
            }
        }
    }
}
