package dev.keyfabric.validation.limits;

import java.util.regex.Pattern;

/** One limit of a plan or a key: at most {@link #quota()} requests in some time. */
public sealed interface Limit permits RateWindow, CalendarQuota {
    long MAX_QUOTA = 1_000_000_000_000L;

    /** What answers call it. */
    String name();

    long quota();

    /** How many seconds the quota is for, at an instant in ms: months differ. */
    long seconds(long atMs);

    /** Whether both are the same limit, be it with another quota. */
    default boolean replaces(Limit other) {
        return getClass() == other.getClass() && name().equals(other.name());
    }

    /**
     * Refuses what no answer could show and no meter could count.
     *
     * @throws IllegalArgumentException when it does
     */
    static void check(String name, long quota) {
        if (!Form.NAME.matcher(name).matches() || quota < 1 || quota > MAX_QUOTA) {
            throw new IllegalArgumentException("a limit without a usable name or quota");
        }
    }

    /** What a name looks like. */
    final class Form {
        /** Safe as it is in a string of RFC 9651. */
        private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

        private Form() {}
    }
}
