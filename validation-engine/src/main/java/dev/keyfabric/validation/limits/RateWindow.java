package dev.keyfabric.validation.limits;

/**
 * A rate: {@code quota} requests in {@code windowSeconds}. Up to the whole quota may come at once; it is then given back
 * evenly, {@code quota} in {@code windowSeconds} (GCRA, ITU-T I.371).
 */
public record RateWindow(String name, long quota, long windowSeconds) implements Limit {
    public static final long MAX_WINDOW_SECONDS = 366L * 24 * 60 * 60;
    private static final long NANOS = 1_000_000_000L;

    /**
     * A rate.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public RateWindow {
        Limit.check(name, quota);
        if (windowSeconds < 1 || windowSeconds > MAX_WINDOW_SECONDS) {
            throw new IllegalArgumentException("a window that is none");
        }
    }

    @Override
    public long seconds(long atMs) {
        return windowSeconds;
    }

    long nanos() {
        return windowSeconds * NANOS;
    }
}
