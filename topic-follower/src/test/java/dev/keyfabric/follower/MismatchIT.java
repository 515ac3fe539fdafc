package dev.keyfabric.follower;

import static dev.keyfabric.follower.FollowerStatus.Phase.FOLLOWING;
import static dev.keyfabric.follower.FollowerStatus.Phase.HALTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.junit.Kafka;
import dev.keyfabric.broker.junit.WithKafka;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bus that does not continue what the view holds is not read. */
@WithKafka
class MismatchIT {
    private static final PartitionId KEYS_0 = new PartitionId(Topic.KEYS, 0);
    private static final PartitionId POSITIONS_0 = new PartitionId(Topic.POSITIONS, 0);

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

    private TopicFollower started(Topic... topics) {
        TopicFollower follower = new TopicFollower(bus.settings(topics), view);
        follower.start();
        return follower;
    }

    private void readOnce(Topic... topics) {
        try (TopicFollower follower = started(topics)) {
            await().until(() -> follower.status().phase() == FOLLOWING && bus.isRead(view, topics));
        }
    }

    private void assertHalts(TopicFollower follower, String... said) {
        int before = view.batches().size();
        await().until(() -> follower.status().phase() == HALTED);
        assertThat(follower.status().halted().cause()).isEqualTo(Halt.Cause.ANOTHER_BUS);
        assertThat(follower.status().halted().reason()).contains(said);
        assertThat(follower.brokerReachable()).isFalse();
        await().during(Duration.ofMillis(700)).until(() -> follower.status().phase() == HALTED);
        assertThat(view.batches()).hasSize(before);
    }

    @Test
    void aTopicMadeAgainWhileStoppedHalts() throws Exception {
        bus.create(1, Topic.KEYS, Topic.PLANS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        readOnce(Topic.KEYS, Topic.PLANS);
        bus.delete(Topic.KEYS);
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "other", 10);

        try (TopicFollower follower = started(Topic.KEYS, Topic.PLANS)) {
            assertHalts(follower, bus.names.nameOf(Topic.KEYS), "deleted and made again");
            assertThat(follower.status().endReached()).isFalse();
        }
    }

    @Test
    void aTopicMadeAgainWhileRunningHalts() throws Exception {
        bus.create(1, Topic.KEYS, Topic.PLANS);
        bus.sendMany(Topic.KEYS, 0, "a", 50);
        try (TopicFollower follower = started(Topic.KEYS, Topic.PLANS)) {
            await().until(() -> follower.status().phase() == FOLLOWING);
            bus.delete(Topic.KEYS);
            bus.create(1, Topic.KEYS);
            bus.sendMany(Topic.KEYS, 0, "other", 10);

            assertHalts(follower, bus.names.nameOf(Topic.KEYS));
        }
        assertThat(view.records()).hasSize(50);
    }

    @Test
    void aTopicThatIsOnlyGoneIsWaitedFor() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        try (TopicFollower follower = started(Topic.KEYS)) {
            await().until(() -> follower.status().phase() == FOLLOWING);
            bus.delete(Topic.KEYS);

            await().until(() -> follower.status().phase() == FollowerStatus.Phase.CONNECTING);
            await().during(Duration.ofMillis(700))
                    .until(() -> follower.status().phase() == FollowerStatus.Phase.CONNECTING);
            assertThat(follower.status().endReached()).isTrue();
        }
    }

    @Test
    void topicsMadeAgainBeforeAnythingWasReadAreFollowed() throws Exception {
        bus.create(1, Topic.KEYS);
        try (TopicFollower follower = started(Topic.KEYS)) {
            await().until(() -> follower.status().phase() == FOLLOWING);
            bus.delete(Topic.KEYS);
            bus.create(1, Topic.KEYS);
            bus.sendMany(Topic.KEYS, 0, "a", 5);

            await().until(() -> follower.status().phase() == FOLLOWING && bus.isRead(view, Topic.KEYS));
        }
    }

    @Test
    void anotherClusterHalts() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        readOnce(Topic.KEYS);
        view.pretend(new BusIdentity("elsewhere", view.identity().topicIds()), Map.of());
        bus.sendMany(Topic.KEYS, 0, "b", 5);

        try (TopicFollower follower = started(Topic.KEYS)) {
            assertHalts(follower, "cluster elsewhere");
        }
    }

    @Test
    void anOffsetBeyondTheEndHalts() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        readOnce(Topic.KEYS);
        view.pretend(view.identity(), Map.of(KEYS_0, 6L));

        try (TopicFollower follower = started(Topic.KEYS)) {
            assertHalts(follower, bus.names.nameOf(Topic.KEYS) + "-0", "offset 6", "ends at 5");
        }
    }

    @Test
    void aLifecycleTopicThatLostUnreadRecordsHalts() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.keepAll(Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        readOnce(Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "b", 5);
        bus.forgetBefore(KEYS_0, 8);

        try (TopicFollower follower = started(Topic.KEYS)) {
            assertHalts(follower, bus.names.nameOf(Topic.KEYS) + "-0", "offset 5", "begins at 8");
        }
    }

    @Test
    void aTopicThatForgetsByTimeIsReadOnFromItsStart() throws Exception {
        bus.create(1, Topic.POSITIONS);
        bus.keepAll(Topic.POSITIONS);
        bus.sendMany(Topic.POSITIONS, 0, "a", 5);
        readOnce(Topic.POSITIONS);
        bus.sendMany(Topic.POSITIONS, 0, "b", 5);
        bus.forgetBefore(POSITIONS_0, 8);

        readOnce(Topic.POSITIONS);

        assertThat(view.offsets(POSITIONS_0)).containsExactly(0L, 1L, 2L, 3L, 4L, 8L, 9L);
    }

    @Test
    void aTopicThatForgotAllIsAtItsEnd() throws Exception {
        bus.create(1, Topic.POSITIONS);
        bus.keepAll(Topic.POSITIONS);
        bus.sendMany(Topic.POSITIONS, 0, "a", 5);
        bus.forgetBefore(POSITIONS_0, 5);

        try (TopicFollower follower = started(Topic.POSITIONS)) {
            await().until(() -> follower.status().phase() == FOLLOWING);
            assertThat(follower.status().endReached()).isTrue();
            assertThat(follower.status().behind()).isZero();
        }
        assertThat(view.batches()).isEmpty();
    }
}
