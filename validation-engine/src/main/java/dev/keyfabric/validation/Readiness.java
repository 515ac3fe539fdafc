package dev.keyfabric.validation;

import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.validation.view.FabricView;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * May this node answer, and is it up to date? Docs/contract/design.md, section 8. A node <em>answers</em> when its store
 * has once held all that the topics held, and it has not left the fleet since without coming back. It is <em>ready</em>
 * when it answers and in this run has reached the end offsets seen at its start, or found no broker in time.
 */
final class Readiness {
    private final FabricView view;
    private final Supplier<FollowerStatus> follower;
    private final BooleanSupplier joined;
    private final LongSupplier nanos;
    private final long givesUpAtNanos;
    private volatile boolean answering;
    private volatile boolean ready;
    private volatile boolean closed;

    /**
     * @param joined whether a node the fleet did not know may answer now
     */
    Readiness(
            FabricView view,
            Supplier<FollowerStatus> follower,
            BooleanSupplier joined,
            Duration readyWait,
            LongSupplier nanos) {
        this.view = view;
        this.follower = follower;
        this.joined = joined;
        this.nanos = nanos;
        this.givesUpAtNanos = nanos.getAsLong() + readyWait.toNanos();
        this.answering = view.hasView() && !view.left();
    }

    boolean answering() {
        if (closed) {
            return false;
        }
        if (!answering) {
            tryToAnswer();
        }
        return answering && !closed;
    }

    boolean ready() {
        if (!ready && answering()) {
            FollowerStatus status = follower.get();
            boolean noBroker = !status.brokerReached() && nanos.getAsLong() - givesUpAtNanos >= 0;
            ready = status.endReached() || noBroker;
        }
        return ready && !closed;
    }

    /** From now on nothing is answered. */
    void close() {
        closed = true;
    }

    private synchronized void tryToAnswer() {
        if (!answering && !closed && follower.get().endReached() && joined.getAsBoolean()) {
            view.setHasView();
            view.setLeft(false);
            answering = true;
        }
    }
}
