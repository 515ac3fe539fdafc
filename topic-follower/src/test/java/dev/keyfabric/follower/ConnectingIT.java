package dev.keyfabric.follower;

import static dev.keyfabric.follower.FollowerStatus.Phase.CONNECTING;
import static dev.keyfabric.follower.FollowerStatus.Phase.FOLLOWING;
import static dev.keyfabric.follower.FollowerStatus.Phase.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers and topics that come late, go, and come back. It stops its broker, so it has one of its own. */
class ConnectingIT {
    private static final Duration A_FEW_SECONDS = Duration.ofSeconds(6);
    private static final PartitionId KEYS_0 = new PartitionId(Topic.KEYS, 0);

    @TempDir
    static Path data;

    private static EmbeddedBroker broker;

    private TestBus bus;
    private final MemoryView view = new MemoryView();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.started(data);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        bus = new TestBus(broker);
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

    private static void awaitFollowing(TopicFollower follower) {
        await().atMost(Duration.ofSeconds(20)).until(() -> follower.status().phase() == FOLLOWING);
    }

    private static void assertClosesSoon(TopicFollower follower) {
        long before = System.nanoTime();
        follower.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(A_FEW_SECONDS);
        assertThat(follower.status().phase()).isEqualTo(STOPPED);
    }

    @Test
    void withoutABrokerItStartsAtOnceAndFollowsWhenOneComes() throws Exception {
        bus.create(2, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 10);
        broker.stop();
        try {
            long before = System.nanoTime();
            try (TopicFollower follower = started(Topic.KEYS)) {
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
                // Longer than a check takes to give up.
                await().during(Duration.ofSeconds(5))
                        .atMost(Duration.ofSeconds(7))
                        .until(() -> {
                            FollowerStatus status = follower.status();
                            return status.phase() == CONNECTING
                                    && !status.brokerReached()
                                    && !follower.brokerReachable();
                        });

                broker.start();

                awaitFollowing(follower);
                assertThat(follower.status().brokerReached()).isTrue();
                assertThat(follower.brokerReachable()).isTrue();
                assertThat(view.records(KEYS_0)).hasSize(10);
            }
        } finally {
            restart();
        }
    }

    @Test
    void aBrokerThatGoesAndComesBackIsFollowedOn() throws Exception {
        bus.create(2, Topic.KEYS);
        try (TopicFollower follower = started(Topic.KEYS)) {
            awaitFollowing(follower);
            bus.sendMany(Topic.KEYS, 0, "a", 10);
            broker.stop();
            await().until(() -> !follower.brokerReachable());
            assertThat(follower.status().brokerReached()).isTrue();

            broker.start();
            bus.sendMany(Topic.KEYS, 0, "b", 10);
            bus.sendMany(Topic.KEYS, 1, "c", 10);

            await().atMost(Duration.ofSeconds(20)).until(() -> bus.isRead(view, Topic.KEYS));
            await().until(follower::brokerReachable);
            assertThat(view.records()).hasSize(30);
            assertThat(view.offsets(KEYS_0)).isSorted().doesNotHaveDuplicates();
        } finally {
            restart();
        }
    }

    @Test
    void itClosesSoonWithoutEverHavingSeenABroker() {
        broker.stop();
        try {
            TopicFollower follower = started(Topic.KEYS);
            await().during(Duration.ofMillis(500)).until(() -> follower.status().phase() == CONNECTING);

            assertClosesSoon(follower);
        } finally {
            restart();
        }
    }

    @Test
    void itClosesSoonWhenTheBrokerIsGone() throws Exception {
        bus.create(2, Topic.KEYS);
        TopicFollower follower = started(Topic.KEYS);
        awaitFollowing(follower);
        broker.stop();
        try {
            assertClosesSoon(follower);
        } finally {
            restart();
        }
    }

    @Test
    void aBrokerLostWhileRestoringNeitherBlocksTheCloseNorLosesARecord() throws Exception {
        CountDownLatch restoring = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        view.beforeEach(batch -> {
            restoring.countDown();
            uninterruptibly(stopped);
        });
        bus.create(2, Topic.KEYS, Topic.PLANS);
        for (int partition = 0; partition < 2; partition++) {
            bus.sendMany(Topic.KEYS, partition, "a", 100);
            bus.sendMany(Topic.PLANS, partition, "a", 100);
        }
        // A fetch brings one batch of one partition.
        TopicFollower follower =
                new TopicFollower(bus.settings(Map.of("fetch.max.bytes", 1), Topic.KEYS, Topic.PLANS), view);
        follower.start();
        restoring.await();
        broker.stop();
        stopped.countDown();
        try {
            await().until(() -> !follower.brokerReachable());
            assertThat(follower.status().phase()).isNotEqualTo(FOLLOWING);
            assertThat(follower.status().endReached()).isFalse();
            assertThat(view.batches()).isNotEmpty();

            assertClosesSoon(follower);
        } finally {
            restart();
        }
        try (TopicFollower again = started(Topic.KEYS, Topic.PLANS)) {
            awaitFollowing(again);
        }
        assertThat(view.records()).hasSize(400);
    }

    @Test
    void topicsThatComeLateArePickedUp() throws Exception {
        bus.create(2, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 10);
        try (TopicFollower follower = started(Topic.KEYS, Topic.PLANS)) {
            await().until(() -> follower.status().brokerReached());
            await().during(Duration.ofSeconds(1)).until(() -> follower.status().phase() == CONNECTING);
            assertThat(view.batches()).isEmpty();

            bus.create(2, Topic.PLANS);
            bus.sendMany(Topic.PLANS, 1, "b", 10);

            awaitFollowing(follower);
            await().until(() -> bus.isRead(view, Topic.KEYS, Topic.PLANS));
        }
        assertThat(view.records()).hasSize(20);
    }

    @Test
    void partitionsThatComeLateArePickedUp() throws Exception {
        bus.create(1, Topic.POSITIONS);
        try (TopicFollower follower = started(Topic.POSITIONS)) {
            awaitFollowing(follower);
            bus.addPartitions(Topic.POSITIONS, 2);
            bus.send(Topic.POSITIONS, 1, "a", "v");

            await().until(() -> bus.isRead(view, Topic.POSITIONS));
        }
    }

    @Test
    void twoFollowersInOneProcessDoNotClash() throws Exception {
        bus.create(2, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 10);
        MemoryView beside = new MemoryView();
        FollowerSettings one = bus.settings(Topic.KEYS);
        FollowerSettings two = new FollowerSettings(
                "beside",
                one.clientSettings(),
                one.names(),
                one.topics(),
                one.stateDir().resolveSibling("beside"),
                one.checkEvery(),
                one.retryAfter(),
                one.outdatedAfter(),
                one.clock());
        try (TopicFollower first = started(Topic.KEYS);
                TopicFollower second = new TopicFollower(two, beside)) {
            second.start();
            awaitFollowing(first);
            awaitFollowing(second);
        }
        assertThat(view.records(KEYS_0)).hasSize(10);
        assertThat(beside.records(KEYS_0)).hasSize(10);
    }

    @Test
    void anAddressThatDoesNotResolveIsTriedForEver() {
        FollowerSettings good = bus.settings(Topic.KEYS);
        FollowerSettings settings = new FollowerSettings(
                good.name(),
                Map.of("bootstrap.servers", "no-such-host.invalid:9092"),
                good.names(),
                good.topics(),
                good.stateDir(),
                good.checkEvery(),
                good.retryAfter(),
                good.outdatedAfter(),
                good.clock());
        TopicFollower follower = new TopicFollower(settings, view);
        follower.start();
        await().during(Duration.ofSeconds(1)).until(() -> follower.status().phase() == CONNECTING);
        assertClosesSoon(follower);
    }

    @Test
    void itStartsOnceAndMayBeClosedUnstarted() {
        TopicFollower follower = new TopicFollower(bus.settings(Topic.KEYS), view);
        follower.close();
        assertThat(follower.status().phase()).isEqualTo(STOPPED);
        assertThatThrownBy(follower::start).isInstanceOf(IllegalStateException.class);
    }

    /** Leaves the broker running for the next test. */
    private static void restart() {
        broker.stop();
        broker.start();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
