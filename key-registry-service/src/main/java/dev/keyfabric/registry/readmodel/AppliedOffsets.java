package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How far each partition is applied, and who waits for it to be further. Safe for any thread. */
public final class AppliedOffsets {
    private final Map<PartitionId, Long> next = new ConcurrentHashMap<>();
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    private static final class Waiter {
        final Position position;
        final CompletableFuture<Boolean> reached = new CompletableFuture<>();

        Waiter(Position position) {
            this.position = position;
        }
    }

    /** The next offset of a partition; empty while nothing of it is applied. */
    public OptionalLong next(PartitionId partition) {
        @Nullable Long offset = next.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private boolean reached(Position position) {
        return position.reachedBy(p -> next(p).orElse(0));
    }

    /** Becomes true once everything up to a position is applied, or false when that takes longer than the time given. */
    public CompletableFuture<Boolean> await(Position position, Duration longest) {
        if (reached(position)) {
            return CompletableFuture.completedFuture(true);
        }
        Waiter waiter = new Waiter(position);
        waiting.add(waiter);
        // Between the first look and the entry an advance may have gone by.
        if (reached(position)) {
            waiter.reached.complete(true);
        }
        return waiter.reached
                .completeOnTimeout(false, longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failed) -> waiting.remove(waiter));
    }

    void advance(Map<PartitionId, Long> offsets) {
        next.putAll(offsets);
        for (Waiter waiter : waiting) {
            if (reached(waiter.position)) {
                waiter.reached.complete(true);
            }
        }
    }

    void clear() {
        next.clear();
    }
}
