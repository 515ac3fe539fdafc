package dev.keyfabric.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keys that are issued in the background, so many a second whether or not the ones before are answered. */
final class Issuing implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final long begun = System.nanoTime();

    /** @param perSecond 0 = none */
    Issuing(Client client, String registry, String consumer, int perSecond) {
        if (perSecond > 0) {
            long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
            ScheduledFuture<?> unused = clock.scheduleAtFixedRate(
                    () -> clients.execute(() -> issue(client, registry, consumer)), 0, every, TimeUnit.NANOSECONDS);
        }
    }

    /** How many were issued each second until now. */
    double perSecond() {
        return done.get() / ((System.nanoTime() - begun) / 1e9);
    }

    long refused() {
        return refused.get();
    }

    private void issue(Client client, String registry, String consumer) {
        Map<String, ?> key = Map.of("consumerId", consumer, "name", "load", "environment", "live", "scopes", List.of());
        (client.status(registry + "/v1/keys", key) == 201 ? done : refused).incrementAndGet();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.shutdownNow();
    }
}
