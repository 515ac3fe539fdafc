package dev.keyfabric.validation.limits;

import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of one node. What keys have consumed is written beside the view every few seconds and at the close, by a
 * thread of its own that no question waits for, and taken up again at the start: a crash loses what came after the last
 * writing. Failed attempts are forgotten at a restart.
 */
public final class Limits implements Limiter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Limits.class);
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long LONGEST_AGO_MS = TimeUnit.SECONDS.toMillis(RateWindow.MAX_WINDOW_SECONDS);
    private static final int CLOSE_WAIT_SECONDS = 10;

    private final LimitSettings settings;
    private final KeyLimits keys;
    private final FailedAttempts attempts;
    private final LimitFile file;
    private final InstantSource wall;
    private final AtomicBoolean tidying = new AtomicBoolean();
    private final AtomicLong savesFailed = new AtomicLong();
    private final ScheduledExecutorService keeper;

    private Limits(LimitSettings settings, Path file, ForwardClock clock, TimeSource time, String name) {
        this.settings = settings;
        this.file = new LimitFile(file);
        this.wall = time.wall();
        this.keeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        this.keys = new KeyLimits(settings.keys(), time.nanos(), clock, this::tidySoon);
        this.attempts = new FailedAttempts(settings.failedAttempts(), settings.addresses(), time.nanos(), clock);
    }

    /**
     * Limits that go on from what was written down.
     *
     * @param file where that is; what cannot be read there is left out, since a limit is a guard and no ledger
     * @param threadName of the thread that writes
     */
    public static Limits open(
            LimitSettings settings, Path file, ForwardClock clock, TimeSource time, String threadName) {
        Limits limits = new Limits(settings, file, clock, time, threadName);
        limits.load();
        long every = settings.saveEvery().toMillis();
        // It never ends by itself, and fails at nothing.
        Future<?> unused = limits.keeper.scheduleWithFixedDelay(limits::keep, every, every, TimeUnit.MILLISECONDS);
        return limits;
    }

    @Override
    public @Nullable LimitStanding charge(String keyId, LimitSet plan, LimitSet own, int cost) {
        return keys.charge(keyId, plan, own, cost);
    }

    @Override
    public @Nullable LimitStanding failed(IpAddress address) {
        return attempts.failed(address);
    }

    @Override
    public LimitSet strictest() {
        return settings.strictest();
    }

    /** Tells what each key that is remembered has consumed at this node, as of now. */
    public void tell(Consumer<Consumed> listener) {
        keys.tell(listener);
    }

    public LimitFacts facts() {
        return new LimitFacts(keys.size(), keys.forgotten(), attempts.size(), savesFailed.get());
    }

    /** Writes down what was consumed, and counts no longer on being there. */
    @Override
    public void close() {
        keeper.shutdown();
        try {
            if (!keeper.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("limits a save is stuck");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        keep();
    }

    private void load() {
        try {
            LimitFile.Saved saved = file.read();
            long agoMs = Math.min(LONGEST_AGO_MS, Math.max(0, wall.millis() - saved.savedAtMs()));
            saved.keys().forEach(consumed -> keys.restore(consumed, agoMs * NANOS_PER_MS));
        } catch (IOException e) {
            LOG.warn("limits start from nothing: {}", e.toString());
        }
    }

    private void keep() {
        try {
            keys.tidy();
            if (keys.takeChanged()) {
                file.write(wall.millis(), keys::tell);
            }
        } catch (IOException | RuntimeException e) {
            keys.setChanged();
            savesFailed.incrementAndGet();
            LOG.warn("limits save failed: {}", e.toString());
        }
    }

    private void tidySoon() {
        if (tidying.compareAndSet(false, true)) {
            try {
                keeper.execute(() -> {
                    tidying.set(false);
                    keys.tidy();
                });
            } catch (RejectedExecutionException e) {
                // Closed: what is counted from here on is not kept.
                LOG.debug("limits are closed");
            }
        }
    }
}
