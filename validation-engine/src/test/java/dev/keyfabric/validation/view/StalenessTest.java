package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StalenessTest {
    private final ViewBench bench = new ViewBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void itIsUnknownUntilEveryPartitionWasTicked() {
        assertThat(bench.view().stalenessMs()).isEqualTo(Subjects.STALENESS_UNKNOWN);
        bench.put(Topic.KEYS, 0, RecordHeaders.TICK_KEY, Events.tick(Topic.KEYS, null));
        assertThat(bench.view().stalenessMs()).isEqualTo(Subjects.STALENESS_UNKNOWN);
        bench.tickAll();
        assertThat(bench.view().stalenessMs()).isZero();
    }

    @Test
    void itGoesOnByTheMonotonicClockWhateverHappensToTheWallClock() {
        bench.tickAll();
        bench.time.pass(Duration.ofSeconds(90));
        assertThat(bench.view().stalenessMs()).isEqualTo(90_000);
        bench.time.step(Duration.ofHours(-5));
        assertThat(bench.view().stalenessMs()).isEqualTo(90_000);
    }

    @Test
    void timeThatOnlyTheWallClockSawCountsToo() {
        bench.tickAll();
        // A suspended host: its monotonic clock stood still.
        bench.time.step(Duration.ofHours(30));
        assertThat(bench.view().stalenessMs()).isEqualTo(Duration.ofHours(30).toMillis());
        bench.tickAll();
        assertThat(bench.view().stalenessMs()).isZero();
    }

    @Test
    void itIsThatOfTheOldestPartition() {
        bench.tickAll();
        bench.time.pass(Duration.ofSeconds(30));
        bench.put(Topic.KEYS, 0, RecordHeaders.TICK_KEY, Events.tick(Topic.KEYS, null));
        assertThat(bench.view().stalenessMs()).isEqualTo(30_000);
        bench.tickAll();
        assertThat(bench.view().stalenessMs()).isZero();
    }

    @Test
    void afterARestartItCountsFromTheStoredTick() {
        bench.tickAll();
        bench.time.pass(Duration.ofHours(3));
        bench.reopen();
        assertThat(bench.view().stalenessMs()).isEqualTo(Duration.ofHours(3).toMillis());
        bench.time.pass(Duration.ofSeconds(1));
        assertThat(bench.view().stalenessMs())
                .isEqualTo(Duration.ofHours(3).plusSeconds(1).toMillis());
    }

    @Test
    void theNewsThatEndAStalenessBeyondTheToldBoundAreNotAllThatARestartFinds() {
        bench.tickAll();
        bench.view().forgetStaleness();
        bench.view().setToldBoundMs(Duration.ofHours(1).toMillis());
        bench.time.pass(Duration.ofHours(1));
        bench.tickAll();
        bench.reopen();
        assertThat(bench.view().lapsed()).isFalse();

        bench.time.pass(Duration.ofHours(1).plusMillis(1));
        bench.tickAll();
        bench.reopen();
        assertThat(bench.view().stalenessMs()).isZero();
        assertThat(bench.view().lapsed()).isTrue();
    }

    @Test
    void silenceIsCountedOverRestarts() {
        assertThat(bench.view().silentMs()).isEqualTo(Subjects.STALENESS_UNKNOWN);
        told();
        bench.time.pass(Duration.ofMinutes(3));
        assertThat(bench.view().silentMs()).isEqualTo(180_000);
        bench.reopen();
        assertThat(bench.view().silentMs()).isEqualTo(180_000);
        bench.time.pass(Duration.ofMinutes(3));
        assertThat(bench.view().silentMs()).isEqualTo(360_000);
        told();
        assertThat(bench.view().silentMs()).isZero();
    }

    @Test
    void aWallClockThatIsSetBackBeforeARestartDoesNotShortenASilence() {
        told();
        bench.time.pass(Duration.ofHours(3));
        bench.tickAll();
        bench.time.step(Duration.ofHours(-3));
        bench.reopen();
        assertThat(bench.view().silentMs()).isEqualTo(Duration.ofHours(3).toMillis());
    }

    @Test
    void whatIsRememberedOfPositionsIsUpToASecondOldAndNeverTooNew() {
        told();
        bench.time.pass(Duration.ofMillis(999));
        told();
        assertThat(bench.view().silentMs()).isZero();
        bench.reopen();
        assertThat(bench.view().silentMs()).isEqualTo(999);
        bench.time.pass(Duration.ofMillis(1));
        told();
        bench.reopen();
        assertThat(bench.view().silentMs()).isZero();
    }

    private void told() {
        bench.view()
                .setTold(
                        bench.time.source().wall().millis(),
                        bench.time.source().nanos().getAsLong());
    }

    @Test
    void aTickOfAnotherTopicOfTheSameNameProvesNothing() {
        bench.tickAll();
        bench.time.pass(Duration.ofSeconds(30));
        bench.put(Topic.KEYS, 0, RecordHeaders.TICK_KEY, Events.tick(Topic.KEYS, "another"));
        bench.put(Topic.PLANS, 0, RecordHeaders.TICK_KEY, new byte[] {9});
        assertThat(bench.count(Incident.TICK_REFUSED)).isEqualTo(2);
        assertThat(bench.view().stalenessMs()).isEqualTo(30_000);
    }
}
