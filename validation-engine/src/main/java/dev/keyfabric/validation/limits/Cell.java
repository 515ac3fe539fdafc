package dev.keyfabric.validation.limits;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the meter of one key stands. Charging is all or nothing over every limit, and lock-free: a meter is replaced as a
 * whole, or another thread has replaced it and the charge is reckoned anew.
 */
final class Cell {
    private final AtomicReference<@Nullable Meter> meter;

    Cell(Meter meter) {
        this.meter = new AtomicReference<>(meter);
    }

    /** Charges where every limit has room; null when this cell was closed, and another counts. */
    @Nullable
    LimitStanding charge(LimitSet plan, LimitSet own, int cost, long nanos, long ms) {
        while (true) {
            Meter seen = meter.get();
            if (seen == null) {
                return null;
            }
            LimitStanding standing = seen.read(plan, own, cost, nanos, ms);
            if (cost == 0 || standing.refusal() != null || meter.compareAndSet(seen, standing.meter())) {
                return standing;
            }
        }
    }

    /** The meter as it was last charged; null when this cell is closed. */
    @Nullable
    Meter meter() {
        return meter.get();
    }

    /** Closes this cell, unless it was charged since a meter was read; then nothing is charged here any more. */
    boolean closeAt(Meter seen) {
        return meter.compareAndSet(seen, null);
    }

    /** Closes this cell, whatever is charged at this moment. */
    void close() {
        meter.set(null);
    }
}
