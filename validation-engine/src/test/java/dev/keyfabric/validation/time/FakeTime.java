package dev.keyfabric.validation.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Two clocks that go only when told to. */
public final class FakeTime {
    private final AtomicLong millis;
    private final AtomicLong nanos = new AtomicLong(12_345);

    public FakeTime(Instant start) {
        this.millis = new AtomicLong(start.toEpochMilli());
    }

    public TimeSource source() {
        return new TimeSource(() -> Instant.ofEpochMilli(millis.get()), nanos::get);
    }

    public void pass(Duration duration) {
        millis.addAndGet(duration.toMillis());
        nanos.addAndGet(duration.toNanos());
    }

    /** Somebody sets the wall clock. */
    public void step(Duration duration) {
        millis.addAndGet(duration.toMillis());
    }
}
