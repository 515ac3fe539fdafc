package dev.keyfabric.validation.limits;

import java.util.ArrayList;
import java.util.List;

/**
 * What one key has spent of its limits at one instant; immutable. A window is a bucket that leaks: the amount in it grows
 * with what is spent and runs out at {@code quota} in {@code windowSeconds}, which is GCRA with the quota as its burst
 * (ITU-T I.371, annex A, continuous-state leaky bucket). A quota counts what was spent until its period ends.
 *
 * <p>Amounts of windows are in 2^-22 of a request, so that slow rates lose no more than that with each request; amounts
 * of quotas are in requests.
 */
final class Meter {
    static final int FRACTION_BITS = 22;
    private static final double ONE = 1L << FRACTION_BITS;
    private static final long MS_PER_SECOND = 1000;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Whose limits these are: the plan's and the key's own, and what both come to. */
    final LimitSet plan;

    final LimitSet own;
    final LimitSet limits;
    final long atNanos;
    final long[] amounts;
    final long[] ends;

    /** All that was ever charged, as long as this key is remembered. */
    final long spent;

    Meter(LimitSet plan, LimitSet own, LimitSet limits, long atNanos, long[] amounts, long[] ends, long spent) {
        this.plan = plan;
        this.own = own;
        this.limits = limits;
        this.atNanos = atNanos;
        this.amounts = amounts;
        this.ends = ends;
        this.spent = spent;
    }

    static Meter fresh(LimitSet plan, LimitSet own, long nanos) {
        LimitSet limits = plan.overriddenBy(own);
        return new Meter(plan, own, limits, nanos, new long[limits.size()], new long[limits.size()], 0);
    }

    /** A meter as it was told. Whose limits they were is not known; the first charge says whose they are. */
    static Meter of(Consumed consumed, long nanos) {
        int size = consumed.amounts().size();
        long[] amounts = new long[size];
        long[] ends = new long[size];
        List<Limit> limits = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            limits.add(consumed.amounts().get(i).limit());
            amounts[i] = consumed.amounts().get(i).amount();
            ends[i] = consumed.amounts().get(i).endMs();
        }
        LimitSet set = new LimitSet(limits);
        return new Meter(set, LimitSet.NONE, set, nanos, amounts, ends, consumed.total());
    }

    /** What this meter tells at a later instant. */
    Consumed consumed(String keyId, long nanos, long ms) {
        Meter now = read(plan, own, 0, nanos, ms).meter();
        List<Consumed.Amount> told = new ArrayList<>(now.amounts.length);
        for (int i = 0; i < now.amounts.length; i++) {
            boolean quota = limits.get(i) instanceof CalendarQuota;
            told.add(new Consumed.Amount(limits.get(i), now.amounts[i], quota ? now.ends[i] : 0));
        }
        return new Consumed(keyId, spent, told);
    }

    /**
     * This meter at a later instant, under these limits, with so much more spent and, where that is more than a limit
     * lets through, the cost refused.
     */
    LimitStanding read(LimitSet planNow, LimitSet ownNow, int cost, long nanos, long ms) {
        boolean same = isUnder(planNow, ownNow);
        LimitSet now = same ? limits : planNow.overriddenBy(ownNow);
        long elapsed = Math.max(0, nanos - atNanos);
        long[] left = new long[now.size()];
        long[] until = new long[now.size()];
        boolean fits = true;
        for (int i = 0; i < left.length; i++) {
            int from = same ? i : limits.indexOf(now.get(i));
            Limit limit = now.get(i);
            if (limit instanceof RateWindow window) {
                left[i] = from < 0 ? 0 : drained(window, amounts[from], elapsed);
                fits &= cost == 0 || left[i] <= full(window) - ((long) cost << FRACTION_BITS);
            } else if (limit instanceof CalendarQuota quota) {
                boolean runs = from >= 0 && ms < ends[from];
                left[i] = runs ? Math.min(quota.quota(), amounts[from]) : 0;
                until[i] = runs ? ends[from] : quota.period().endAfter(ms);
                fits &= cost == 0 || left[i] <= quota.quota() - cost;
            }
        }
        if (fits && cost > 0) {
            for (int i = 0; i < left.length; i++) {
                left[i] += now.get(i) instanceof RateWindow ? (long) cost << FRACTION_BITS : cost;
            }
        }
        Meter next = new Meter(planNow, ownNow, now, atNanos + elapsed, left, until, fits ? spent + cost : spent);
        return new LimitStanding(next, fits, cost, ms);
    }

    /** How near the nearest limit is, from 0 (nothing is spent) to 1. */
    double fullness(long nanos, long ms) {
        Meter now = read(plan, own, 0, nanos, ms).meter();
        double most = 0;
        for (int i = 0; i < now.amounts.length; i++) {
            Limit limit = limits.get(i);
            double whole = limit instanceof RateWindow ? ONE * limit.quota() : limit.quota();
            // A window in which less than one request is left is as good as spent.
            double one = limit instanceof RateWindow ? ONE - 1 : 0;
            most = Math.max(most, now.amounts[i] == 0 ? 0 : Math.min(1, (now.amounts[i] + one) / whole));
        }
        return most;
    }

    static long full(RateWindow window) {
        return window.quota() << FRACTION_BITS;
    }

    /** In how many seconds an amount has run out of a window, rounded up. */
    static long secondsToDrain(RateWindow window, long amount) {
        return (long) Math.ceil(amount / ONE * window.windowSeconds() / window.quota());
    }

    /** In how many seconds an instant comes, rounded up. */
    static long secondsUntil(long endMs, long ms) {
        return Math.max(0, (endMs - ms + MS_PER_SECOND - 1) / MS_PER_SECOND);
    }

    private boolean isUnder(LimitSet planNow, LimitSet ownNow) {
        return plan.equals(planNow) && own.equals(ownNow);
    }

    /** What is left of an amount. Rounded so that no more runs out than the rate allows. */
    private static long drained(RateWindow window, long before, long elapsed) {
        // Of a limit that has become narrower no more counts than it can hold.
        long amount = Math.min(full(window), before);
        if (amount == 0 || elapsed == 0) {
            return amount;
        }
        double out = (double) elapsed * window.quota() / (window.windowSeconds() * NANOS_PER_SECOND) * ONE;
        return out >= amount ? 0 : amount - (long) out;
    }
}
