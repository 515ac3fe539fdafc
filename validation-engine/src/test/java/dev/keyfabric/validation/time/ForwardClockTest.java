package dev.keyfabric.validation.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForwardClockTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final FakeTime time = new FakeTime(START);
    private final AtomicLong broker = new AtomicLong();
    private final ForwardClock clock = new ForwardClock(time.source().wall(), broker::get);

    @Test
    void itNeverRunsBack() {
        assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
        time.step(Duration.ofHours(-1));
        assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void itIsAtLeastTheBrokersTime() {
        broker.set(START.plusSeconds(60).toEpochMilli());
        assertThat(clock.millis()).isEqualTo(START.plusSeconds(60).toEpochMilli());
    }
}
