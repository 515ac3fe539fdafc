package dev.keyfabric.registry.login;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes guessing slow: failures are told one by one, half a second apart, and when ten seconds of them wait nothing more
 * is tried. No thread waits meanwhile.
 */
public final class FailedAttempts {
    private static final long APART = Duration.ofMillis(500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong nextAt;

    public FailedAttempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextAt = new AtomicLong(nanoTime.getAsLong());
    }

    public void refuseWhenTooMany() {
        if (nextAt.get() - nanoTime.getAsLong() > LONGEST) {
            throw new ProblemException(new Problem(
                    429, "TOO_MANY_REQUESTS", "too many failed attempts", List.of(), Duration.ofNanos(LONGEST), null));
        }
    }

    /** Fails, once it is this failure's turn. */
    public <T> CompletableFuture<T> slowly(RuntimeException failure) {
        return CompletableFuture.supplyAsync(
                () -> {
                    throw failure;
                },
                CompletableFuture.delayedExecutor(turn(), TimeUnit.NANOSECONDS));
    }

    /** How long from now this failure has to wait. */
    long turn() {
        long now = nanoTime.getAsLong();
        return nextAt.updateAndGet(next -> (next - now > 0 ? next : now) + APART) - now;
    }
}
