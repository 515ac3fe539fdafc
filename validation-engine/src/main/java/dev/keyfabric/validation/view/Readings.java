package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every lifecycle value must fulfil before its state is believed. */
final class Readings {
    private Readings() {}

    static <T> T state(@Nullable T state) {
        if (state == null) {
            throw new UnreadableValueException("no state");
        }
        return state;
    }

    /** This build knows no restriction by name yet, so each name is one it would silently drop. */
    static void refuseCritical(List<String> critical) {
        if (!critical.isEmpty()) {
            throw new UnreadableValueException("a restriction this build does not know");
        }
    }

    static long version(long version) {
        if (version <= 0) {
            throw new UnreadableValueException("no version");
        }
        return version;
    }
}
