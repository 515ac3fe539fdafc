package dev.keyfabric.registry.receipt;

import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.schemas.topics.Position;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes receipts, and waits for the fleet where one is asked to. Each report of a node wakes who waits; none polls. */
public final class Receipts {
    /** The longest wait, in seconds. */
    public static final int LONGEST_WAIT = 30;

    static final int MOST_WAITING = 256;

    private final Fleet fleet;
    private final InstantSource clock;
    private final Executor executor;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiters = new AtomicInteger();

    private static final class Waiter {
        final Position position;
        final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

        Waiter(Position position) {
            this.position = position;
        }
    }

    /**
     * Receipts on a fleet.
     *
     * @param executor runs what follows a receipt, which must not hold up the thread that reads the topics
     */
    public Receipts(Fleet fleet, InstantSource clock, Executor executor) {
        this.fleet = fleet;
        this.clock = clock;
        this.executor = executor;
        fleet.onReport(this::look);
    }

    /** The receipt, at this instant, of a change that is in force at a position. */
    public Receipt now(Position position) {
        return Receipt.at(position, fleet, clock.instant());
    }

    /**
     * The receipt once no node is pending, or after {@code seconds} whatever it is then. Nodes that are not heard of are
     * not waited for. Empty when too many wait already.
     */
    public Optional<CompletableFuture<Receipt>> await(Position position, int seconds) {
        if (waiters.incrementAndGet() > MOST_WAITING) {
            waiters.decrementAndGet();
            return Optional.empty();
        }
        Waiter waiter = new Waiter(position);
        waiting.add(waiter);
        answerIfSettled(waiter);
        return Optional.of(waiter.receipt
                .copy()
                .completeOnTimeout(
                        null,
                        Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT)).toMillis(),
                        TimeUnit.MILLISECONDS)
                .handle((receipt, failed) -> {
                    waiting.remove(waiter);
                    waiters.decrementAndGet();
                    return now(position);
                }));
    }

    private void look() {
        waiting.forEach(this::answerIfSettled);
    }

    private void answerIfSettled(Waiter waiter) {
        Receipt receipt = now(waiter.position);
        if (receipt.isSettled()) {
            waiter.receipt.completeAsync(() -> receipt, executor);
        }
    }
}
