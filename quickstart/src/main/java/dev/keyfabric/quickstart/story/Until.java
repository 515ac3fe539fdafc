package dev.keyfabric.quickstart.story;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for something that another part of the fabric does. */
public final class Until {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private Until() {}

    /**
     * Asks until the answer is the wanted one.
     *
     * @throws BrokenPromiseException when it is not within the limit; says what it was instead
     */
    public static <T> void equal(T wanted, Supplier<T> question, Duration limit, String what) {
        long end = System.nanoTime() + limit.toNanos();
        T last = question.get();
        while (!wanted.equals(last)) {
            if (System.nanoTime() > end) {
                throw new BrokenPromiseException(
                        what + ": wanted " + wanted + " within " + limit.toMillis() + " ms, still " + last);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            last = question.get();
        }
    }
}
