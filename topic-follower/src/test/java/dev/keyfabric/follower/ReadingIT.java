package dev.keyfabric.follower;

import static dev.keyfabric.follower.FollowerStatus.Phase.FOLLOWING;
import static dev.keyfabric.follower.FollowerStatus.Phase.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.junit.Kafka;
import dev.keyfabric.broker.junit.WithKafka;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the view, and in which batches. */
@WithKafka
class ReadingIT {
    private static final PartitionId KEYS_0 = new PartitionId(Topic.KEYS, 0);
    private static final PartitionId KEYS_1 = new PartitionId(Topic.KEYS, 1);

    private TestBus bus;
    private final MemoryView view = new MemoryView();

    @BeforeEach
    void connect(Kafka kafka) {
        bus = new TestBus(kafka);
    }

    @AfterEach
    void disconnect() {
        bus.close();
    }

    private TopicFollower following(Topic... topics) {
        TopicFollower follower = new TopicFollower(bus.settings(topics), view);
        follower.start();
        await().until(() -> follower.status().phase() == FOLLOWING);
        return follower;
    }

    private void awaitRead(Topic... topics) {
        await().until(() -> bus.isRead(view, topics));
    }

    @Test
    void everyRecordArrivesInOrderAcrossRestoreAndLive() throws Exception {
        bus.create(3, Topic.KEYS, Topic.CONSUMERS);
        bus.sendMany(Topic.KEYS, 0, "a", 3_000);
        bus.sendMany(Topic.KEYS, 1, "b", 10);
        bus.sendMany(Topic.CONSUMERS, 2, "c", 500);

        try (TopicFollower follower = following(Topic.KEYS, Topic.CONSUMERS)) {
            assertThat(follower.status().endReached()).isTrue();
            assertThat(follower.status().behind()).isZero();
            bus.sendMany(Topic.KEYS, 0, "x", 50);
            bus.sendMany(Topic.CONSUMERS, 0, "y", 50);
            awaitRead(Topic.KEYS, Topic.CONSUMERS);
        }

        assertThat(view.offsets(KEYS_0)).isEqualTo(offsets(0, 3_050));
        assertThat(view.offsets(KEYS_1)).isEqualTo(offsets(0, 10));
        assertThat(view.offsets(new PartitionId(Topic.CONSUMERS, 2))).isEqualTo(offsets(0, 500));
        assertThat(view.offsets(new PartitionId(Topic.CONSUMERS, 0))).isEqualTo(offsets(0, 50));
        FollowedRecord first = view.records(KEYS_0).get(0);
        assertThat(first.keyText()).isEqualTo("a0");
        assertThat(new String(first.value(), StandardCharsets.UTF_8)).isEqualTo("v");
        assertThat(view.identity().topicIds()).containsOnlyKeys(Topic.KEYS, Topic.CONSUMERS);
    }

    @Test
    void abortedRecordsAreNeverSeenAndTheOffsetsPassTheMarkers() throws Exception {
        bus.create(2, Topic.KEYS);
        try (Producer<byte[], byte[]> writer = bus.producer(Map.of("transactional.id", bus.names.prefix() + "w"))) {
            writer.initTransactions();
            transaction(writer, true, "kept-1");
            transaction(writer, false, "aborted-1");

            try (TopicFollower follower = following(Topic.KEYS)) {
                awaitRead(Topic.KEYS);
                transaction(writer, true, "kept-2");
                awaitRead(Topic.KEYS);
                transaction(writer, false, "aborted-2");
                awaitRead(Topic.KEYS);
            }
        }

        assertThat(view.records(KEYS_0)).extracting(FollowedRecord::keyText).containsExactly("kept-1", "kept-2");
        assertThat(view.records(KEYS_1)).extracting(FollowedRecord::keyText).containsExactly("kept-1", "kept-2");
        // Four records and four markers.
        assertThat(view.nextOffset(KEYS_0)).hasValue(8);
    }

    private void transaction(Producer<byte[], byte[]> writer, boolean commit, String key) throws Exception {
        writer.beginTransaction();
        writer.send(bus.record(Topic.KEYS, 0, key, "v")).get();
        writer.send(bus.record(Topic.KEYS, 1, key, "v")).get();
        if (commit) {
            writer.commitTransaction();
        } else {
            writer.abortTransaction();
        }
    }

    @Test
    void aTransactionIsUnseenUntilItIsCommitted() throws Exception {
        bus.create(2, Topic.KEYS);
        try (Producer<byte[], byte[]> writer = bus.producer(Map.of("transactional.id", bus.names.prefix() + "w"));
                TopicFollower follower = following(Topic.KEYS)) {
            writer.initTransactions();
            writer.beginTransaction();
            writer.send(bus.record(Topic.KEYS, 0, "open", "v")).get();
            bus.send(Topic.KEYS, 1, "beside", "v");
            await().until(() -> view.keys().contains("beside"));
            bus.send(Topic.KEYS, 1, "beside again", "v");
            await().until(() -> view.keys().contains("beside again"));
            assertThat(view.keys()).doesNotContain("open");

            writer.commitTransaction();

            await().until(() -> view.keys().contains("open"));
        }
    }

    @Test
    void aNewFollowerReadsOnWhereTheViewIs() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 20);
        try (TopicFollower first = following(Topic.KEYS)) {
            awaitRead(Topic.KEYS);
        }
        bus.sendMany(Topic.KEYS, 0, "b", 20);

        try (TopicFollower second = following(Topic.KEYS)) {
            awaitRead(Topic.KEYS);
        }

        assertThat(view.offsets(KEYS_0)).isEqualTo(offsets(0, 40));
    }

    @Test
    void aRecordWithoutKeyReachesTheViewInRestoreAndLive() throws Exception {
        bus.create(1, Topic.COMMANDS);
        // A compacted topic refuses such a record, so this one must not be compacted.
        bus.keepAll(Topic.COMMANDS);
        bus.send(Topic.COMMANDS, 0, "a", "v");
        bus.send(Topic.COMMANDS, 0, null, "no key, restored");

        try (TopicFollower follower = following(Topic.COMMANDS)) {
            bus.send(Topic.COMMANDS, 0, null, "no key, live");
            awaitRead(Topic.COMMANDS);
        }

        assertThat(view.keys()).containsExactly("a", null, null);
    }

    @Test
    void aTombstoneReachesTheView() throws Exception {
        bus.create(1, Topic.KEYS);
        try (TopicFollower follower = following(Topic.KEYS)) {
            bus.send(Topic.KEYS, 0, "gone", null);
            awaitRead(Topic.KEYS);
        }

        assertThat(view.records())
                .singleElement()
                .satisfies(r -> assertThat(r.value()).isNull());
    }

    @Test
    void anUrgentRecordIsAppliedBeforeTheRestOfItsPoll() throws Exception {
        view.urgent(r -> "revoke".equals(r.keyText()));
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        bus.send(Topic.KEYS, 0, "revoke", "v");
        bus.sendMany(Topic.KEYS, 0, "b", 5);

        try (TopicFollower follower = following(Topic.KEYS)) {
            awaitRead(Topic.KEYS);
        }

        Batch urgent = view.batches().stream()
                .filter(b -> b.records().stream().anyMatch(r -> "revoke".equals(r.keyText())))
                .findFirst()
                .orElseThrow();
        assertThat(urgent.records().get(urgent.records().size() - 1).keyText()).isEqualTo("revoke");
        assertThat(urgent.nextOffsets()).containsEntry(KEYS_0, 6L);
        assertThat(view.offsets(KEYS_0)).isEqualTo(offsets(0, 11));
    }

    @Test
    void aViewThatCannotWriteForAWhileLosesNothing() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        view.beforeEach(batch -> {
            if (full.get()) {
                throw new IllegalStateException("disk full");
            }
        });
        bus.create(2, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 100);
        TopicFollower follower = new TopicFollower(bus.settings(Topic.KEYS), view);
        try (follower) {
            follower.start();
            await().until(() -> follower.status().behind() == 100);
            full.set(false);
            awaitRead(Topic.KEYS);
            await().until(() -> follower.status().phase() == FOLLOWING);

            full.set(true);
            bus.sendMany(Topic.KEYS, 0, "b", 100);
            await().until(() -> follower.status().phase() != FOLLOWING);
            bus.sendMany(Topic.KEYS, 1, "c", 100);
            full.set(false);

            awaitRead(Topic.KEYS);
        }

        assertThat(view.offsets(KEYS_0)).isEqualTo(offsets(0, 200));
        assertThat(view.offsets(KEYS_1)).isEqualTo(offsets(0, 100));
    }

    @Test
    void anErrorOfTheViewIsSurvivedToo() throws Exception {
        AtomicBoolean once = new AtomicBoolean(true);
        view.beforeEach(batch -> {
            if (once.getAndSet(false)) {
                throw new OutOfMemoryError("for a moment");
            }
        });
        bus.create(1, Topic.KEYS);
        try (TopicFollower follower = following(Topic.KEYS)) {
            bus.sendMany(Topic.KEYS, 0, "a", 100);

            awaitRead(Topic.KEYS);
        }

        assertThat(view.offsets(KEYS_0)).isEqualTo(offsets(0, 100));
    }

    @Test
    void theEndIsReachedOnlyWhenTheTargetsAre() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5_000);
        AtomicBoolean early = new AtomicBoolean();
        TopicFollower[] follower = new TopicFollower[1];
        view.beforeEach(batch -> {
            if (follower[0].status().endReached()) {
                early.set(true);
            }
        });
        follower[0] = new TopicFollower(bus.settings(Topic.KEYS), view);
        try (TopicFollower closed = follower[0]) {
            assertThat(closed.status().behind()).isEqualTo(-1);
            closed.start();
            await().until(() -> closed.status().endReached());
            assertThat(view.nextOffset(KEYS_0)).hasValue(5_000);
        }
        assertThat(early).isFalse();
        assertThat(view.batches()).hasSizeGreaterThan(1);
    }

    @Test
    void anEmptyBusIsReadToItsEndWithNothingApplied() throws Exception {
        bus.create(4, Topic.KEYS, Topic.PLANS);

        try (TopicFollower follower = following(Topic.KEYS, Topic.PLANS)) {
            assertThat(follower.status().endReached()).isTrue();
        }

        assertThat(view.batches()).isEmpty();
    }

    @Test
    void theListenerHearsOfEachBatchAndChange() throws Exception {
        bus.create(1, Topic.KEYS);
        List<FollowerStatus> heard = new CopyOnWriteArrayList<>();
        TopicFollower[] follower = new TopicFollower[1];
        follower[0] = new TopicFollower(bus.settings(Topic.KEYS), view, () -> heard.add(follower[0].status()));
        try (TopicFollower closed = follower[0]) {
            closed.start();
            await().until(() -> closed.status().phase() == FOLLOWING);
            int before = heard.size();
            bus.send(Topic.KEYS, 0, "a", "v");
            await().until(() -> heard.size() > before);
            assertThat(view.keys()).containsExactly("a");
        }
        assertThat(heard).extracting(FollowerStatus::phase).contains(FOLLOWING, STOPPED);
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
