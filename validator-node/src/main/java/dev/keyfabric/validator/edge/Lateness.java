package dev.keyfabric.validator.edge;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells an event loop that it is behind. Judging waits for nothing, so what waits, waits before a loop: in sockets that it has
 * not come round to. A request sets its loop a probe that is due a little later; while one is overdue for longer than
 * {@link #BOUND}, and the loop has taken up {@link #BACKLOG} requests meanwhile, what it takes up next has waited as long
 * already, and is better refused at once than answered late. A loop that merely slept, on a host with other work to do,
 * answers; one that nobody asks sleeps on.
 */
@Singleton
public final class Lateness {
    /** How late a loop may be. */
    public static final Duration BOUND = Duration.ofMillis(250);

    /** How many requests a loop answers between two probes, however late it is. */
    static final int BACKLOG = 32;

    /** When a probe is due. */
    static final Duration EVERY = Duration.ofMillis(25);

    private final ThreadLocal<Probe> probes = new ThreadLocal<>();
    private final LongSupplier nanos;

    Lateness() {
        this(System::nanoTime);
    }

    Lateness(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Watches every loop of a group. */
    public void watch(Iterable<? extends ScheduledExecutorService> loops) {
        for (ScheduledExecutorService loop : loops) {
            loop.execute(() -> probes.set(new Probe(loop)));
        }
    }

    /** Whether the loop that runs this is behind, asked once for each request; no other thread is. */
    public boolean isBehind() {
        Probe probe = probes.get();
        return probe != null && probe.isOverdue();
    }

    private final class Probe implements Runnable {
        private final ScheduledExecutorService loop;
        private long due;
        private int taken;

        private Probe(ScheduledExecutorService loop) {
            this.loop = loop;
        }

        private boolean isOverdue() {
            if (taken == 0) {
                due = nanos.getAsLong() + EVERY.toNanos();
                Future<?> unused = loop.schedule(this, EVERY.toMillis(), TimeUnit.MILLISECONDS);
            }
            taken++;
            return taken > BACKLOG && nanos.getAsLong() - due > BOUND.toNanos();
        }

        @Override
        public void run() {
            taken = 0;
        }
    }
}
