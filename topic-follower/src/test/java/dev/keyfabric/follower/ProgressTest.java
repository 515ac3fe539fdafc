package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final PartitionId KEYS_0 = new PartitionId(Topic.KEYS, 0);
    private static final PartitionId KEYS_1 = new PartitionId(Topic.KEYS, 1);

    private final AtomicInteger told = new AtomicInteger();
    private final Progress progress = new Progress("p", InstantSource.system(), told::incrementAndGet);

    private static BusSnapshot ends(long first, long second) {
        return new BusSnapshot(
                new BusIdentity("c", Map.of()), Map.of(KEYS_0, new Extent(0, first), KEYS_1, new Extent(3, second)));
    }

    @Test
    void theEndIsThatOfTheFirstMeetingAndStaysReached() {
        progress.verified(ends(10, 5), Map.of());
        assertThat(progress.status().behind()).isEqualTo(12);

        progress.applied(0, Map.of(KEYS_0, 10L, KEYS_1, 4L));
        assertThat(progress.status().behind()).isEqualTo(1);
        assertThat(progress.status().endReached()).isFalse();

        progress.applied(0, Map.of(KEYS_0, 10L, KEYS_1, 6L));
        assertThat(progress.status().behind()).isZero();
        assertThat(progress.status().endReached()).isTrue();

        progress.phase(Phase.CONNECTING);
        progress.verified(ends(1_000, 1_000), Map.of(KEYS_0, 10L, KEYS_1, 6L));
        assertThat(progress.status().endReached()).isTrue();
    }

    @Test
    void targetsDoNotMoveWithALaterMeeting() {
        progress.verified(ends(10, 3), Map.of());
        progress.verified(ends(20, 3), Map.of());

        progress.applied(0, Map.of(KEYS_0, 10L));

        assertThat(progress.status().endReached()).isTrue();
    }

    @Test
    void theListenerHearsEachBatchAndEachChangeOnce() {
        progress.brokerAnswered();
        progress.brokerAnswered();
        assertThat(told).hasValue(1);

        progress.applied(0, Map.of());
        progress.applied(0, Map.of());
        assertThat(told).hasValue(3);
    }

    @Test
    void aListenerThatThrowsStopsNothing() {
        Progress thrown = new Progress("p", InstantSource.system(), () -> {
            throw new IllegalStateException("listener");
        });

        thrown.brokerAnswered();

        assertThat(thrown.status().brokerReached()).isTrue();
    }

    @Test
    void stoppedIsTheLastWord() {
        progress.phase(Phase.STOPPED);
        progress.phase(Phase.FOLLOWING);
        progress.halted(new Halt(Halt.Cause.OUTDATED, "late"));

        assertThat(progress.status().phase()).isEqualTo(Phase.STOPPED);
        assertThat(progress.status().halted()).isNull();
    }
}
