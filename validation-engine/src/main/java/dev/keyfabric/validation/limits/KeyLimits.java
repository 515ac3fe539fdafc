package dev.keyfabric.validation.limits;

import dev.keyfabric.validation.time.ForwardClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the keys that have limits and are in use. Bounded: beyond the bound the keys that are farthest from
 * every limit are forgotten first, and one that is limited now only when all are. Between two tidyings more may be held
 * than the bound by as many as were met meanwhile.
 */
final class KeyLimits {
    /** What is left when keys are forgotten, so that it is not done for each new one. */
    private static final double KEPT = 0.9;

    private final ConcurrentHashMap<String, Cell> cells = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final int bound;
    private final LongSupplier nanos;
    private final ForwardClock clock;
    private final Runnable overfull;

    /**
     * Meters of nobody.
     *
     * @param overfull called when there are more keys than the bound; to see to it that {@link #tidy()} is called
     */
    KeyLimits(int bound, LongSupplier nanos, ForwardClock clock, Runnable overfull) {
        this.bound = bound;
        this.nanos = nanos;
        this.clock = clock;
        this.overfull = overfull;
    }

    @Nullable
    LimitStanding charge(String keyId, LimitSet plan, LimitSet own, int cost) {
        if (plan.isEmpty() && own.isEmpty()) {
            return null;
        }
        long at = nanos.getAsLong();
        long ms = clock.present();
        while (true) {
            Cell cell = cells.get(keyId);
            if (cell == null && cost == 0) {
                return Meter.fresh(plan, own, at).read(plan, own, 0, at, ms);
            }
            if (cell == null) {
                cell = cells.computeIfAbsent(keyId, id -> new Cell(Meter.fresh(plan, own, at)));
                if (cells.mappingCount() > bound) {
                    overfull.run();
                }
            }
            LimitStanding standing = cell.charge(plan, own, cost, at, ms);
            if (standing != null) {
                if (!changed.get()) {
                    setChanged();
                }
                return standing;
            }
            cells.remove(keyId, cell);
        }
    }

    int size() {
        return cells.size();
    }

    /** How many keys were forgotten of which something was known. */
    long forgotten() {
        return forgotten.get();
    }

    /** Whether anything was charged since this was asked last, or {@link #setChanged()} since. */
    boolean takeChanged() {
        return changed.getAndSet(false);
    }

    void setChanged() {
        changed.set(true);
    }

    /** Forgets keys of which there is nothing to know, and, beyond the bound, those that are nearest to that. */
    void tidy() {
        long at = nanos.getAsLong();
        long ms = clock.present();
        List<Filled> left = new ArrayList<>();
        cells.forEach((keyId, cell) -> {
            Meter meter = cell.meter();
            double fullness = meter == null ? 0 : meter.fullness(at, ms);
            if (meter == null || (fullness == 0 && cell.closeAt(meter))) {
                cells.remove(keyId, cell);
            } else {
                left.add(new Filled(fullness, keyId, cell));
            }
        });
        if (left.size() <= bound) {
            return;
        }
        left.sort(Comparator.comparingDouble(Filled::fullness));
        for (Filled one : left.subList(0, left.size() - (int) (bound * KEPT))) {
            one.cell().close();
            cells.remove(one.keyId(), one.cell());
            forgotten.incrementAndGet();
        }
    }

    /** Tells what each key has consumed, as of now. */
    void tell(Consumer<Consumed> listener) {
        long at = nanos.getAsLong();
        long ms = clock.present();
        cells.forEach((keyId, cell) -> {
            Meter meter = cell.meter();
            if (meter != null) {
                listener.accept(meter.consumed(keyId, at, ms));
            }
        });
    }

    /** Takes up what a key had consumed so many ns ago, unless it is known here already. */
    void restore(Consumed consumed, long agoNanos) {
        if (cells.size() < bound) {
            cells.putIfAbsent(
                    consumed.keyId(), new Cell(Meter.of(consumed, nanos.getAsLong() - Math.max(0, agoNanos))));
        }
    }

    private record Filled(double fullness, String keyId, Cell cell) {}
}
