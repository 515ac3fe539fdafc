package dev.keyfabric.validation.trust;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something made of many subjects of the view, made again when one of them has changed. It is never older than the view:
 * the count of changes is read before it is made, so what was made of less than all changes is not served once they are
 * counted.
 */
final class Derived<T> {
    private final LongSupplier changes;
    private final Supplier<T> maker;
    private volatile @Nullable Made<T> made;

    private record Made<T>(long changes, T value) {}

    Derived(LongSupplier changes, Supplier<T> maker) {
        this.changes = changes;
        this.maker = maker;
    }

    T get() {
        Made<T> present = made;
        return present != null && present.changes() == changes.getAsLong() ? present.value() : make();
    }

    private synchronized T make() {
        Made<T> present = made;
        long now = changes.getAsLong();
        if (present == null || present.changes() != now) {
            present = new Made<>(now, maker.get());
            made = present;
        }
        return present.value();
    }
}
