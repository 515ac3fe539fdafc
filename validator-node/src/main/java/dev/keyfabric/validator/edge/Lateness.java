package dev.keyfabric.validator.edge;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells an event loop that it is behind. Judging waits for nothing, so what waits, waits before a loop: in sockets that it has
 * not come round to. Each loop runs a probe every few milliseconds; while one is overdue for longer than {@link #BOUND}, and
 * the loop has taken up {@link #BACKLOG} requests meanwhile, what it takes up next has waited as long already, and is better
 * refused at once than answered late. A loop that merely slept, on a host with other work to do, answers.
 */
@Singleton
public final class Lateness {
    /** How late a loop may be. */
    public static final Duration BOUND = Duration.ofMillis(250);

    /** How many requests a loop answers between two probes, however late it is. */
    static final int BACKLOG = 32;

    private static final Duration EVERY = Duration.ofMillis(25);

    private final ThreadLocal<Probe> probes = new ThreadLocal<>();
    private final LongSupplier nanos;

    Lateness() {
        this(System::nanoTime);
    }

    Lateness(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Runs a probe on every loop of a group. */
    public void watch(Iterable<? extends ScheduledExecutorService> loops) {
        for (ScheduledExecutorService loop : loops) {
            Future<?> unused = loop.scheduleAtFixedRate(this::probed, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether the loop that runs this is behind, asked once for each request; no other thread is. */
    public boolean isBehind() {
        Probe probe = probes.get();
        return probe != null && ++probe.taken > BACKLOG && nanos.getAsLong() - probe.due > BOUND.toNanos();
    }

    /** What the probe does, on the loop's own thread. */
    void probed() {
        Probe probe = probes.get();
        if (probe == null) {
            probe = new Probe();
            probes.set(probe);
        }
        probe.taken = 0;
        probe.due = nanos.getAsLong() + EVERY.toNanos();
    }

    private static final class Probe {
        private long due;
        private int taken;
    }
}
