package dev.keyfabric.validator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Lateness lateness = new Lateness(nanos::get);

    @Test
    void aLoopIsBehindOnceItsProbeIsOverdueAndUntilItRuns() {
        lateness.probed();
        takeUp(Lateness.BACKLOG);
        assertThat(lateness.isBehind()).isFalse();
        nanos.addAndGet(Lateness.BOUND.toNanos() * 2);
        assertThat(lateness.isBehind()).isTrue();
        lateness.probed();
        assertThat(lateness.isBehind()).isFalse();
    }

    @Test
    void aLoopThatOnlySleptAnswersWhatFewCame() {
        lateness.probed();
        nanos.addAndGet(Lateness.BOUND.toNanos() * 100);
        takeUp(Lateness.BACKLOG);
        assertThat(lateness.isBehind()).isTrue();
    }

    private void takeUp(int requests) {
        for (int i = 0; i < requests; i++) {
            assertThat(lateness.isBehind()).isFalse();
        }
    }

    @Test
    void aThreadThatIsNoLoopIsNeverBehind() {
        lateness.probed();
        takeUp(Lateness.BACKLOG);
        nanos.addAndGet(Lateness.BOUND.toNanos() * 2);
        assertThat(CompletableFuture.supplyAsync(lateness::isBehind).join()).isFalse();
    }
}
