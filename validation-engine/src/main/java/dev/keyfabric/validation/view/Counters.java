package dev.keyfabric.validation.view;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What was applied in this run, as counts that only grow: also over the swap to another store. */
final class Counters {
    private final Changes changes = new Changes();
    private final AtomicLong dataBatches = new AtomicLong();
    private final AtomicLong takingBatches = new AtomicLong();

    void changed(Set<Column> columns) {
        changes.count(columns);
    }

    void tookAway() {
        takingBatches.incrementAndGet();
    }

    void broughtData() {
        dataBatches.incrementAndGet();
    }

    long changes(Column column) {
        return changes.of(column);
    }

    /** How many batches brought more than ticks; grows after their effects show. */
    long dataBatches() {
        return dataBatches.get();
    }

    /** How many batches changed what was held already; grows before the progress that passes them shows. */
    long takingBatches() {
        return takingBatches.get();
    }

    /** Counts on from beyond another: whoever compares with what that one said finds everything changed. */
    void overtake(Counters other) {
        changes.overtake(other.changes);
        dataBatches.accumulateAndGet(other.dataBatches() + 1, Math::max);
        takingBatches.accumulateAndGet(other.takingBatches() + 1, Math::max);
    }
}
