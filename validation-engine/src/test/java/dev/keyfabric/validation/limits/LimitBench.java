package dev.keyfabric.validation.limits;

import dev.keyfabric.validation.time.FakeTime;
import dev.keyfabric.validation.time.ForwardClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Limits of one key, by a clock that goes only when told to. */
public final class LimitBench {
    public static final LimitSet PLAN = new LimitSet(List.of(
            new RateWindow("burst", 20, 1),
            new RateWindow("sustained", 1000, 60),
            new CalendarQuota("monthly", 5000, CalendarPeriod.MONTH)));

    private static final List<CalendarPeriod> PERIODS = List.of(CalendarPeriod.values());

    private final FakeTime time = new FakeTime(Instant.parse("2026-11-29T12:00:00Z"));
    private final KeyLimits limits = new KeyLimits(
            10, time.source().nanos(), new ForwardClock(time.source().wall(), () -> 0), () -> {});

    public LimitStanding charge(LimitSet plan, int cost) {
        return limits.charge("k", plan, LimitSet.NONE, cost);
    }

    /** Some charges of limits that may be anything; the last is not free where any may be refused. */
    public LimitStanding randomCharge(Random random) {
        List<Limit> some = new ArrayList<>();
        int count = 1 + random.nextInt(16);
        for (int i = 0; i < count; i++) {
            long quota = 1 + (long) (random.nextDouble() * Math.pow(10, random.nextInt(13)) * 0.99);
            if (random.nextBoolean()) {
                long window = 1 + (long) (random.nextDouble() * (RateWindow.MAX_WINDOW_SECONDS - 1));
                some.add(new RateWindow("l" + i, quota, window));
            } else {
                some.add(new CalendarQuota("l" + i, quota, PERIODS.get(random.nextInt(3))));
            }
        }
        LimitSet set = new LimitSet(some);
        LimitStanding standing = charge(set, random.nextInt(1001));
        for (int i = random.nextInt(20); i > 0; i--) {
            time.pass(Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 55))));
            standing = charge(set, random.nextInt(1001));
        }
        return standing;
    }
}
