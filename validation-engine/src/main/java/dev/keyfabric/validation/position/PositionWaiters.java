package dev.keyfabric.validation.position;

import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.view.FabricView;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Those who wait until the view has applied a position; a bounded number of threads, for a bounded time. */
public final class PositionWaiters {
    private final FabricView view;
    private final Duration atMost;
    private final Semaphore places;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition applied = lock.newCondition();

    /** Nobody waits yet. */
    public PositionWaiters(FabricView view, Duration atMost, int places) {
        this.view = view;
        this.atMost = atMost;
        this.places = new Semaphore(places);
        view.onApplied(this::wake);
    }

    /**
     * Whether the view has applied a position, now or within the time. Blocks; answers at once when it is reached
     * already, or when too many wait.
     */
    public boolean await(Position position) {
        if (reached(position)) {
            return true;
        }
        if (!places.tryAcquire()) {
            return false;
        }
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!reached(position)) {
                if (left <= 0) {
                    return false;
                }
                left = applied.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
            places.release();
        }
    }

    private boolean reached(Position position) {
        return position.reachedBy(view.applied()::nextOffset);
    }

    private void wake() {
        lock.lock();
        try {
            applied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "PositionWaiters[" + places.availablePermits() + " places free, at most "
                + TimeUnit.NANOSECONDS.toMillis(atMost.toNanos()) + " ms]";
    }
}
