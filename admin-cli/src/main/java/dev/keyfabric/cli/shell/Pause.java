package dev.keyfabric.cli.shell;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How a run waits before it asks again. */
@FunctionalInterface
public interface Pause {
    void of(Duration time);

    /** Waits for real. */
    static Pause real() {
        return time -> LockSupport.parkNanos(time.toNanos());
    }
}
