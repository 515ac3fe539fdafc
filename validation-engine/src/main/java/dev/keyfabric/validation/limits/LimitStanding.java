package dev.keyfabric.validation.limits;

import org.jspecify.annotations.Nullable;

/**
 * How limits stand after a question: what is left of each, and whether the question went through. What went through is
 * charged; what was refused charged nothing. Seconds are rounded up.
 */
public final class LimitStanding {
    private final Meter meter;
    private final boolean admitted;
    private final int cost;
    private final long ms;

    LimitStanding(Meter meter, boolean admitted, int cost, long ms) {
        this.meter = meter;
        this.admitted = admitted;
        this.cost = cost;
        this.ms = ms;
    }

    /** Why a question was refused. */
    public enum Refusal {
        RATE,
        QUOTA
    }

    /** Null when the question went through. Of a rate and a quota that both refuse, the rate says so. */
    public @Nullable Refusal refusal() {
        return admitted ? null : limit(refusing()) instanceof RateWindow ? Refusal.RATE : Refusal.QUOTA;
    }

    /** How many limits there are; at least one. */
    public int size() {
        return meter.amounts.length;
    }

    public Limit limit(int i) {
        return meter.limits.get(i);
    }

    /** For how many seconds the quota of a limit is. */
    public long windowSeconds(int i) {
        return limit(i).seconds(ms);
    }

    /** How many whole requests a limit still lets through. */
    public long remaining(int i) {
        if (limit(i) instanceof RateWindow window) {
            return (Meter.full(window) - meter.amounts[i]) >> Meter.FRACTION_BITS;
        }
        return limit(i).quota() - meter.amounts[i];
    }

    /** In how many seconds a limit is whole again; of one that refused, in how many it would let the question through. */
    public long resetSeconds(int i) {
        if (refuses(i)) {
            return waitSeconds(i);
        }
        return limit(i) instanceof RateWindow window
                ? Meter.secondsToDrain(window, meter.amounts[i])
                : Meter.secondsUntil(meter.ends[i], ms);
    }

    /** In how many seconds the same question may go through, at least 1; 0 when it did. */
    public long retryAfterSeconds() {
        long longest = 0;
        for (int i = 0; i < size(); i++) {
            longest = Math.max(longest, refuses(i) ? waitSeconds(i) : 0);
        }
        return longest;
    }

    /** The limit that the caller meets next: the one that refused and does so longest, else the one with the least left. */
    public int tightest() {
        if (!admitted) {
            return refusing();
        }
        int least = 0;
        for (int i = 1; i < size(); i++) {
            least = remaining(i) < remaining(least) ? i : least;
        }
        return least;
    }

    Meter meter() {
        return meter;
    }

    /** The one that refuses longest among those that give the code: rates before quotas. */
    private int refusing() {
        int found = -1;
        for (int i = 0; i < size(); i++) {
            if (refuses(i) && (found < 0 || before(i, found))) {
                found = i;
            }
        }
        return found;
    }

    private boolean before(int i, int other) {
        boolean rate = limit(i) instanceof RateWindow;
        boolean otherIsRate = limit(other) instanceof RateWindow;
        return rate == otherIsRate ? waitSeconds(i) > waitSeconds(other) : rate;
    }

    private boolean refuses(int i) {
        if (admitted) {
            return false;
        }
        return limit(i) instanceof RateWindow window
                ? missing(window, i) > 0
                : meter.amounts[i] > limit(i).quota() - cost;
    }

    private long missing(RateWindow window, int i) {
        return meter.amounts[i] - Meter.full(window) + ((long) cost << Meter.FRACTION_BITS);
    }

    /** A question that costs more than the whole quota never goes through; there it is the time until nothing is spent. */
    private long waitSeconds(int i) {
        if (limit(i) instanceof RateWindow window) {
            return Math.max(1, Meter.secondsToDrain(window, Math.min(missing(window, i), meter.amounts[i])));
        }
        return Math.max(1, Meter.secondsUntil(meter.ends[i], ms));
    }

    @Override
    public String toString() {
        int i = tightest();
        return "LimitStanding[" + limit(i).name() + " r=" + remaining(i) + " t=" + resetSeconds(i) + "]";
    }
}
