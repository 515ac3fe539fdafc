package dev.keyfabric.validation.view;

import dev.keyfabric.validation.time.TimeSource;
import java.time.Duration;

/**
 * The last tick of a partition: every committed record before it was appended before its append time.
 *
 * @param appendTime the broker's time in ms
 * @param zeroAtNanos the instant of the monotonic clock at which the partition's staleness was zero
 */
record Tick(long appendTime, long zeroAtNanos) {

    /** A tick as it is applied, or found in the store at a start: its age by the wall clock, then by the monotonic one. */
    static Tick seen(long appendTime, TimeSource time) {
        return seen(appendTime, time.wall().millis(), time);
    }

    /** As {@link #seen(long, TimeSource)}, where it is known what time it is at least. */
    static Tick seen(long appendTime, long nowMs, TimeSource time) {
        long ageMs = Math.max(0, nowMs - appendTime);
        long ageNanos = ageMs > Duration.ofDays(36_500).toMillis()
                ? Long.MAX_VALUE / 2
                : Duration.ofMillis(ageMs).toNanos();
        return new Tick(appendTime, time.nanos().getAsLong() - ageNanos);
    }

    /**
     * How long ago it was, by whichever clock says more: the wall clock may be set back, and the monotonic one stands
     * still while the host is suspended.
     */
    long ageMs(TimeSource time) {
        long byNanos = (time.nanos().getAsLong() - zeroAtNanos) / 1_000_000;
        return Math.max(0, Math.max(byNanos, time.wall().millis() - appendTime));
    }
}
