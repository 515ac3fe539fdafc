package dev.keyfabric.validation.view;

import dev.keyfabric.validation.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * How this node stands with its fleet, as the store remembers it over restarts: whether it may answer, what the fleet was
 * last told of it and when; docs/decisions/0010.
 */
final class Standing {
    /** A silence is counted from up to this much too early after a restart. */
    private static final long TOLD_AT_KEPT_EVERY_MS = 1_000;

    private final Meta meta;
    private final TimeSource time;
    private volatile boolean lapsed;
    private volatile long toldBoundMs;
    private volatile @Nullable Tick told;
    private long toldAtOnDisk;

    /**
     * As it was left.
     *
     * @param brokerTime the latest broker time that the store has seen, in ms
     */
    Standing(Meta meta, long brokerTime, TimeSource time) {
        this.meta = meta;
        this.time = time;
        this.lapsed = meta.lapsed();
        this.toldBoundMs = meta.toldBoundMs();
        Long toldAt = meta.toldAt();
        if (toldAt != null) {
            // The topics may have been read long after the fleet last heard of this node, whatever the wall clock says.
            this.told = Tick.seen(toldAt, Math.max(time.wall().millis(), brokerTime), time);
            this.toldAtOnDisk = toldAt;
        }
    }

    boolean hasView() {
        return meta.hasView();
    }

    void setHasView() {
        meta.setHasView();
    }

    boolean left() {
        return meta.left();
    }

    void setLeft(boolean left) {
        meta.setLeft(left);
    }

    boolean lapsed() {
        return lapsed;
    }

    void setLapsed(boolean has) {
        meta.setLapsed(has);
        lapsed = has;
    }

    /** Whether news that end a staleness make this node one that has lapsed. */
    boolean lapsesAfter(long stalenessMs) {
        return !lapsed && stalenessMs > toldBoundMs;
    }

    /** The mark that {@link #lapsesAfter} asks for is on disk. */
    void hasLapsed() {
        lapsed = true;
    }

    long silentMs() {
        Tick last = told;
        return last == null ? Subjects.STALENESS_UNKNOWN : last.ageMs(time);
    }

    void setTold(long brokerTime, long sentAtNanos) {
        told = new Tick(brokerTime, sentAtNanos);
        if (brokerTime < toldAtOnDisk || brokerTime - toldAtOnDisk >= TOLD_AT_KEPT_EVERY_MS) {
            meta.setToldAt(brokerTime);
            toldAtOnDisk = brokerTime;
        }
    }

    long toldBoundMs() {
        return toldBoundMs;
    }

    void setToldBoundMs(long boundMs) {
        meta.setToldBoundMs(boundMs);
        toldBoundMs = boundMs;
    }

    /**
     * Takes over from the store that this one's replaces; synced before it returns.
     *
     * @param mustRejoin whether the fleet may not count on what this store will answer
     */
    void inherit(Standing before, boolean mustRejoin) {
        if (before.hasView()) {
            setHasView();
        }
        setLeft(before.left());
        setLapsed(before.lapsed || mustRejoin);
        setToldBoundMs(before.toldBoundMs);
        Tick last = before.told;
        told = last;
        if (last != null) {
            meta.setToldAt(last.appendTime());
            toldAtOnDisk = last.appendTime();
        }
    }
}
