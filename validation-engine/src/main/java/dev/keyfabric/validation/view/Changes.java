package dev.keyfabric.validation.view;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How often subjects of each kind have changed in this run. */
final class Changes {
    private final Map<Column, AtomicLong> counts = new EnumMap<>(Column.class);

    Changes() {
        for (Column column : Column.values()) {
            counts.put(column, new AtomicLong());
        }
    }

    /** Counts columns in which a finished write has changed something. */
    void count(Collection<Column> changed) {
        changed.forEach(column -> counter(column).incrementAndGet());
    }

    void overtake(Changes other) {
        counts.forEach((column, count) -> count.accumulateAndGet(other.of(column) + 1, Math::max));
    }

    long of(Column column) {
        return counter(column).get();
    }

    private AtomicLong counter(Column column) {
        AtomicLong counter = counts.get(column);
        if (counter == null) {
            throw new IllegalStateException("no column " + column);
        }
        return counter;
    }
}
