package dev.keyfabric.validation.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyfabric.validation.address.AddressGroup;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.time.ForwardClock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Failed attempts by address. Bounded: of more addresses those seen least often are forgotten first, so that a flood of
 * new ones does not make it forget who has been failing for long.
 */
final class FailedAttempts {
    private final LimitSet limits;
    private final Cache<AddressGroup, Cell> cells;
    private final LongSupplier nanos;
    private final ForwardClock clock;

    FailedAttempts(LimitSet limits, int bound, LongSupplier nanos, ForwardClock clock) {
        this.limits = limits;
        this.cells =
                Caffeine.newBuilder().maximumSize(bound).executor(Runnable::run).build();
        this.nanos = nanos;
        this.clock = clock;
    }

    @Nullable
    LimitStanding failed(IpAddress address) {
        if (limits.isEmpty()) {
            return null;
        }
        long at = nanos.getAsLong();
        Cell cell = cells.get(AddressGroup.of(address), group -> new Cell(Meter.fresh(limits, LimitSet.NONE, at)));
        return cell.charge(limits, LimitSet.NONE, 1, at, clock.present());
    }

    int size() {
        cells.cleanUp();
        return (int) cells.estimatedSize();
    }
}
