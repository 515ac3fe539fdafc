package dev.keyfabric.validation;

import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.view.FabricView;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * May this node answer, and is it up to date? Docs/contract/design.md, section 8. A node <em>answers</em> when its store
 * has once held all that the topics held, and it has not left the fleet since without coming back. It is <em>ready</em>
 * when it answers and in this run has reached the end offsets seen at its start, or found no broker in time.
 *
 * <p>A node whose staleness bound has passed, since its news or since it was last heard of, has <em>lapsed</em>: receipts
 * do not wait for it any longer. It answers again when the fleet has heard of it and it holds all that was on the topics
 * then, and not as soon as the first news make it look fresh: a revocation that is final by now may come later among
 * them. The store remembers that, so that a restart changes nothing about it.
 */
final class Readiness {
    private final FabricView view;
    private final Supplier<FollowerStatus> follower;
    private final BooleanSupplier joined;
    private final Runnable rejoin;
    private final LongSupplier silentMs;
    private final long stalenessBoundMs;
    private final LongSupplier nanos;
    private final long givesUpAtNanos;
    private volatile boolean answering;
    private volatile boolean lapsed;
    private volatile boolean ready;
    private volatile boolean closed;

    /**
     * Readiness as of a start.
     *
     * @param joined whether the view holds all that was on the topics once the fleet had heard of this node
     * @param rejoin makes that false until it is so anew
     * @param silentMs since the fleet was last told where this node is, restarts included
     */
    Readiness(
            FabricView view,
            Supplier<FollowerStatus> follower,
            BooleanSupplier joined,
            Runnable rejoin,
            LongSupplier silentMs,
            Duration stalenessBound,
            Duration readyWait,
            LongSupplier nanos) {
        this.view = view;
        this.follower = follower;
        this.joined = joined;
        this.rejoin = rejoin;
        this.silentMs = silentMs;
        this.stalenessBoundMs = stalenessBound.toMillis();
        this.nanos = nanos;
        this.givesUpAtNanos = nanos.getAsLong() + readyWait.toNanos();
        boolean counted = view.hasView() && !view.left();
        this.lapsed = counted && view.lapsed();
        this.answering = counted && !lapsed;
    }

    boolean answering() {
        if (closed) {
            return false;
        }
        if (answering && mustRejoin()) {
            lapse();
        }
        if (!answering) {
            tryToAnswer();
        }
        return answering && !closed;
    }

    /** Why this node may not answer: NOT_READY, STALE, or null. */
    @Nullable
    Code fault() {
        if (answering()) {
            return null;
        }
        return lapsed && !closed ? Code.STALE : Code.NOT_READY;
    }

    boolean ready() {
        if (!answering()) {
            return false;
        }
        if (!ready) {
            FollowerStatus status = follower.get();
            boolean noBroker = !status.brokerReached() && nanos.getAsLong() - givesUpAtNanos >= 0;
            ready = status.endReached() || noBroker;
        }
        return ready && !closed;
    }

    /** From now on nothing is answered, and what the store says of having left stays as it is. */
    synchronized void close() {
        closed = true;
    }

    /** Receipts wait for a silent node as long as its bound, be it that it still reads what it cannot confirm. */
    private boolean overdue() {
        return Math.max(view.longestStalenessMs(), silentMs.getAsLong()) > boundMs();
    }

    /** The view says so itself when it was filled from another bus, whose fleet does not count on this node yet. */
    private boolean mustRejoin() {
        return overdue() || view.lapsed();
    }

    /** Until the fleet has heard of a longer bound it counts on the one it was told. */
    private long boundMs() {
        return Math.min(stalenessBoundMs, view.toldBoundMs());
    }

    private synchronized void lapse() {
        if (answering && mustRejoin()) {
            answering = false;
            lapsed = true;
            rejoin.run();
            view.setLapsed(true);
        }
    }

    private synchronized void tryToAnswer() {
        if (answering || closed || !follower.get().endReached()) {
            return;
        }
        if ((!lapsed || view.stalenessMs() <= boundMs()) && joined.getAsBoolean()) {
            view.setHasView();
            view.setLeft(false);
            view.forgetStaleness();
            view.setLapsed(false);
            lapsed = false;
            answering = true;
        }
    }
}
