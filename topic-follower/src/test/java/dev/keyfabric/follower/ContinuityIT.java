package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.junit.Kafka;
import dev.keyfabric.broker.junit.WithKafka;
import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A view that was away for longer than tombstones are kept does not read on. */
@WithKafka
class ContinuityIT {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final MemoryView view = new MemoryView();
    private TestBus bus;

    @BeforeEach
    void connect(Kafka kafka) {
        bus = new TestBus(kafka);
    }

    @AfterEach
    void disconnect() {
        bus.close();
    }

    private TopicFollower started() {
        FollowerSettings settings = bus.settings(Topic.KEYS);
        TopicFollower follower = new TopicFollower(
                new FollowerSettings(
                        settings.name(),
                        settings.clientSettings(),
                        settings.names(),
                        settings.topics(),
                        settings.stateDir(),
                        settings.checkEvery(),
                        settings.retryAfter(),
                        LONGEST,
                        clock),
                view);
        follower.start();
        return follower;
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private void readOnce() {
        try (TopicFollower follower = started()) {
            await().until(() -> follower.status().phase() == Phase.FOLLOWING && bus.isRead(view, Topic.KEYS));
            await().until(() -> view.heldAllAt().orElse(0) == now.get().toEpochMilli());
        }
    }

    @Test
    void awayForLongerThanTombstonesAreKeptItHaltsAsOutdated() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        readOnce();
        bus.sendMany(Topic.KEYS, 0, "b", 5);
        pass(LONGEST.plusMillis(1));

        try (TopicFollower follower = started()) {
            await().until(() -> follower.status().phase() == Phase.HALTED);
            assertThat(follower.status().halted().cause()).isEqualTo(Halt.Cause.OUTDATED);
            assertThat(follower.status().halted().reason()).contains("PT1H");
        }
        assertThat(view.keys()).hasSize(5);
    }

    @Test
    void awayForLessItReadsOn() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        readOnce();
        bus.sendMany(Topic.KEYS, 0, "b", 5);
        pass(LONGEST);

        readOnce();

        assertThat(view.keys()).hasSize(10);
    }

    @Test
    void cutOffWhileRunningItTakesNothingOnceTheTimeHasPassed() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        try (TopicFollower follower = started()) {
            await().until(() -> view.heldAllAt().orElse(0) == now.get().toEpochMilli() && bus.isRead(view, Topic.KEYS));
            // No look at the bus may prove anything from here on: as if nobody had answered since.
            view.rememberNoMore();
            pass(LONGEST.plusMillis(1));
            bus.sendMany(Topic.KEYS, 0, "b", 5);

            await().until(() -> follower.status().phase() == Phase.HALTED);
            assertThat(follower.status().halted().cause()).isEqualTo(Halt.Cause.OUTDATED);
        }
        assertThat(view.keys()).hasSize(5);
    }

    @Test
    void aRestoreThatWasCutShortCountsFromItsBeginning() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        view.beforeEach(batch -> view.rememberNoMore());
        try (TopicFollower follower = started()) {
            await().until(() -> follower.status().endReached());
        }
        assertThat(view.heldAllAt()).hasValue(now.get().toEpochMilli());
        pass(LONGEST.plusMillis(1));

        try (TopicFollower follower = started()) {
            await().until(() -> follower.status().phase() == Phase.HALTED);
        }
    }

    @Test
    void aViewThatCanTakeNothingIsWaitedForAndSaysWhy() throws Exception {
        bus.create(1, Topic.KEYS);
        bus.sendMany(Topic.KEYS, 0, "a", 5);
        view.refuse("disk full");
        try (TopicFollower follower = started()) {
            await().until(() -> follower.status().phase() == Phase.BLOCKED);
            assertThat(follower.status().blocked()).isEqualTo("disk full");
            await().during(Duration.ofMillis(500)).until(() -> follower.status().phase() == Phase.BLOCKED);
            assertThat(view.batches()).isEmpty();

            view.refuse(null);

            await().until(() -> follower.status().phase() == Phase.FOLLOWING && bus.isRead(view, Topic.KEYS));
            assertThat(follower.status().blocked()).isNull();
        }
    }
}
