package dev.keyfabric.validation.time;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock in ms that never runs back: the latest of the wall clock, the broker's time as far as it was seen, and what
 * it said before. What has expired stays expired, even when the wall clock is stepped back.
 */
public final class ForwardClock {
    private final InstantSource wall;
    private final LongSupplier brokerTime;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    public ForwardClock(InstantSource wall, LongSupplier brokerTime) {
        this.wall = wall;
        this.brokerTime = brokerTime;
    }

    public long millis() {
        long now = present();
        long seen = last.get();
        return seen >= now ? seen : last.accumulateAndGet(now, Math::max);
    }

    /**
     * The latest of the wall clock and the broker's time, whatever was said before: for what must not begin too early
     * because the wall clock was ahead once.
     */
    public long present() {
        return Math.max(wall.millis(), brokerTime.getAsLong());
    }
}
