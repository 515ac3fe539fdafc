package dev.keyfabric.validator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final long NO_PROBE = -1;

    private final AtomicLong nanos = new AtomicLong(1);
    private final Lateness lateness = new Lateness(nanos::get);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void watch() {
        channel.freezeTime();
        lateness.watch(List.of(channel.eventLoop()));
        channel.runPendingTasks();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aLoopIsBehindOnceItsProbeIsOverdueAndUntilItRuns() {
        takeUp(Lateness.BACKLOG);
        assertThat(lateness.isBehind()).isFalse();
        nanos.addAndGet(Lateness.BOUND.toNanos() * 2);
        assertThat(lateness.isBehind()).isTrue();
        probed();
        assertThat(lateness.isBehind()).isFalse();
    }

    @Test
    void aLoopThatOnlySleptAnswersWhatFewCame() {
        assertThat(lateness.isBehind()).isFalse();
        nanos.addAndGet(Lateness.BOUND.toNanos() * 100);
        takeUp(Lateness.BACKLOG - 1);
        assertThat(lateness.isBehind()).isTrue();
    }

    @Test
    void aLoopThatNobodyAsksHasNoProbe() {
        assertThat(nanosToProbe()).isEqualTo(NO_PROBE);
        takeUp(2);
        assertThat(nanosToProbe()).isEqualTo(Lateness.EVERY.toNanos());
        probed();
        assertThat(nanosToProbe()).isEqualTo(NO_PROBE);
    }

    @Test
    void whatCameAfterALongSleepIsNotCountedAsLate() {
        takeUp(1);
        probed();
        nanos.addAndGet(Lateness.BOUND.toNanos() * 100);
        takeUp(Lateness.BACKLOG * 2);
    }

    @Test
    void aThreadThatIsNoLoopIsNeverBehind() {
        takeUp(Lateness.BACKLOG);
        nanos.addAndGet(Lateness.BOUND.toNanos() * 2);
        assertThat(CompletableFuture.supplyAsync(lateness::isBehind).join()).isFalse();
    }

    private void takeUp(int requests) {
        for (int i = 0; i < requests; i++) {
            assertThat(lateness.isBehind()).isFalse();
        }
    }

    private long nanosToProbe() {
        return channel.runScheduledPendingTasks();
    }

    private void probed() {
        channel.advanceTimeBy(Lateness.EVERY.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
