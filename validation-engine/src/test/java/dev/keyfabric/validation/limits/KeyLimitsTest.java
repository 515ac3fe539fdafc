package dev.keyfabric.validation.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.limits.LimitStanding.Refusal;
import dev.keyfabric.validation.time.FakeTime;
import dev.keyfabric.validation.time.ForwardClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
    private static final LimitSet BURST = set(new RateWindow("burst", 3, 1));
    private static final LimitSet BOTH = set(new RateWindow("burst", 3, 1), new RateWindow("sustained", 5, 60));

    private final FakeTime time = new FakeTime(Instant.parse("2026-02-28T23:00:00Z"));
    private KeyLimits limits = limits(100);

    private static LimitSet set(Limit... limits) {
        return new LimitSet(List.of(limits));
    }

    private KeyLimits limits(int bound) {
        return new KeyLimits(
                bound, time.source().nanos(), new ForwardClock(time.source().wall(), () -> 0), () -> {});
    }

    private LimitStanding ask(LimitSet plan, int cost) {
        return limits.charge("k", plan, LimitSet.NONE, cost);
    }

    /** How many of so many questions go through. */
    private int through(LimitSet plan, int questions) {
        int through = 0;
        for (int i = 0; i < questions; i++) {
            through += ask(plan, 1).refusal() == null ? 1 : 0;
        }
        return through;
    }

    @Test
    void aKeyWithoutLimitsIsNeitherLimitedNorRemembered() {
        assertThat(limits.charge("k", LimitSet.NONE, LimitSet.NONE, 1000)).isNull();
        assertThat(limits.size()).isZero();
    }

    @Test
    void aWholeQuotaMayComeAtOnceAndIsGivenBackEvenly() {
        assertThat(through(BURST, 10)).isEqualTo(3);
        time.pass(Duration.ofMillis(333));
        assertThat(through(BURST, 10)).isZero();
        time.pass(Duration.ofMillis(1));
        assertThat(through(BURST, 10)).isEqualTo(1);
        time.pass(Duration.ofHours(5));
        assertThat(through(BURST, 10)).isEqualTo(3);
    }

    @Test
    void aStandingSaysWhatIsLeftAndWhenItIsWholeAgain() {
        LimitStanding standing = ask(BOTH, 2);
        assertThat(standing.size()).isEqualTo(2);
        assertThat(standing.remaining(0)).isEqualTo(1);
        assertThat(standing.resetSeconds(0)).isEqualTo(1);
        assertThat(standing.remaining(1)).isEqualTo(3);
        assertThat(standing.resetSeconds(1)).isEqualTo(24);
        assertThat(standing.tightest()).isZero();
        assertThat(standing.refusal()).isNull();
        assertThat(standing.retryAfterSeconds()).isZero();
    }

    @Test
    void aQuestionThatOneLimitRefusesChargesNone() {
        assertThat(ask(BOTH, 3).refusal()).isNull();
        time.pass(Duration.ofSeconds(1));
        LimitStanding refused = ask(BOTH, 3);
        assertThat(refused.refusal()).isEqualTo(Refusal.RATE);
        assertThat(refused.remaining(0)).isEqualTo(3);
        assertThat(refused.remaining(1)).isEqualTo(2);
        assertThat(refused.tightest()).isEqualTo(1);
        assertThat(ask(BOTH, 2).refusal()).isNull();
        assertThat(ask(BOTH, 1).refusal()).isEqualTo(Refusal.RATE);
    }

    @Test
    void afterTheTimeThatARefusalNamesTheSameQuestionGoesThrough() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            limits = limits(100);
            LimitSet any = set(
                    new RateWindow("a", 1 + random.nextInt(1_000), 1 + random.nextInt(3_600)),
                    new RateWindow("b", 1 + random.nextInt(50), 1 + random.nextInt(100)),
                    new CalendarQuota("c", 1 + random.nextInt(2_000), CalendarPeriod.HOUR));
            int cost = 1 + random.nextInt(20);
            boolean ever = any.limits().stream().allMatch(l -> l.quota() >= cost);
            LimitStanding standing = ask(any, cost);
            for (int n = 0; n < 3_000 && standing.refusal() == null; n++) {
                time.pass(Duration.ofNanos(random.nextInt(1_000_000)));
                standing = ask(any, cost);
            }
            if (ever && standing.refusal() != null) {
                long after = standing.retryAfterSeconds();
                assertThat(after).isPositive();
                time.pass(Duration.ofSeconds(after));
                assertThat(ask(any, cost).refusal()).as("%s cost %s", any, cost).isNull();
            }
        }
    }

    @Test
    void inNoWindowDoMoreGoThroughThanTheQuotaAndWhatIsGivenBack() {
        Random random = new Random(12);
        LimitSet any = set(new RateWindow("a", 50, 7));
        List<Long> at = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            time.pass(Duration.ofNanos(random.nextInt(20_000_000)));
            if (ask(any, 1).refusal() == null) {
                at.add(time.source().nanos().getAsLong());
            }
        }
        for (int from = 0; from < at.size(); from++) {
            for (int to = from; to < Math.min(at.size(), from + 400); to++) {
                double givenBack = (at.get(to) - at.get(from)) * 50 / 7e9;
                assertThat(to - from + 1).isLessThanOrEqualTo((int) (50 + givenBack + 1e-6));
            }
        }
        // And the rate is used up: nothing is lost to rounding.
        double seconds = (at.get(at.size() - 1) - at.get(0)) / 1e9;
        assertThat(at.size()).isGreaterThan((int) (seconds * 50 / 7 * 0.99));
    }

    @Test
    void theSlowestRateIsGivenBackThoughItIsAskedAllTheTime() {
        LimitSet slow = set(new RateWindow("slow", 366, RateWindow.MAX_WINDOW_SECONDS));
        assertThat(through(slow, 400)).isEqualTo(366);
        int later = 0;
        for (int hour = 0; hour < 48; hour++) {
            time.pass(Duration.ofHours(1));
            later += through(slow, 50);
        }
        assertThat(later).isEqualTo(2);
    }

    @Test
    void theGreatestQuotaCounts() {
        LimitSet great = set(
                new RateWindow("great", Limit.MAX_QUOTA, 1),
                new CalendarQuota("m", Limit.MAX_QUOTA, CalendarPeriod.MONTH));
        LimitStanding standing = ask(great, 1000);
        assertThat(standing.remaining(0)).isEqualTo(Limit.MAX_QUOTA - 1000);
        assertThat(standing.remaining(1)).isEqualTo(Limit.MAX_QUOTA - 1000);
        assertThat(standing.refusal()).isNull();
    }

    @Test
    void aCostOfNothingIsNeitherRefusedNorCharged() {
        assertThat(ask(BURST, 0).remaining(0)).isEqualTo(3);
        assertThat(limits.size()).isZero();
        assertThat(through(BURST, 3)).isEqualTo(3);
        assertThat(ask(BURST, 0).refusal()).isNull();
        assertThat(ask(BURST, 0).remaining(0)).isZero();
        assertThat(ask(BURST, 1).refusal()).isEqualTo(Refusal.RATE);
    }

    @Test
    void aCostBeyondTheQuotaIsRefusedForEver() {
        assertThat(ask(BURST, 4).refusal()).isEqualTo(Refusal.RATE);
        assertThat(ask(BURST, 4).retryAfterSeconds()).isEqualTo(1);
        assertThat(ask(BURST, 3).refusal()).isNull();
    }

    @Test
    void aQuotaOfTheCalendarEndsWithItsPeriodOfUtc() {
        LimitSet quotas = set(
                new CalendarQuota("hourly", 4, CalendarPeriod.HOUR),
                new CalendarQuota("daily", 6, CalendarPeriod.DAY),
                new CalendarQuota("monthly", 7, CalendarPeriod.MONTH));
        time.pass(Duration.ofMinutes(30));
        assertThat(through(quotas, 10)).isEqualTo(4);
        LimitStanding refused = ask(quotas, 1);
        assertThat(refused.refusal()).isEqualTo(Refusal.QUOTA);
        assertThat(refused.retryAfterSeconds()).isEqualTo(1800);
        assertThat(refused.windowSeconds(0)).isEqualTo(3600);
        assertThat(refused.windowSeconds(2)).isEqualTo(28 * 86_400);
        // Midnight, and the end of February: all three begin anew.
        time.pass(Duration.ofMinutes(30));
        assertThat(ask(quotas, 0).windowSeconds(2)).isEqualTo(31 * 86_400);
        assertThat(through(quotas, 10)).isEqualTo(4);
        time.pass(Duration.ofHours(1));
        assertThat(through(quotas, 10)).isEqualTo(2);
        assertThat(ask(quotas, 1).retryAfterSeconds()).isEqualTo(23 * 3600);
        time.pass(Duration.ofDays(1));
        assertThat(through(quotas, 10)).isEqualTo(1);
        assertThat(ask(quotas, 1).retryAfterSeconds()).isEqualTo(31 * 86_400 - 86_400 - 3600);
    }

    @Test
    void aClockThatIsSetBackGivesNothingBack() {
        LimitSet limited = set(new CalendarQuota("hourly", 2, CalendarPeriod.HOUR), new RateWindow("burst", 2, 10));
        assertThat(through(limited, 9)).isEqualTo(2);
        time.step(Duration.ofHours(-30));
        assertThat(through(limited, 9)).isZero();
        time.step(Duration.ofHours(30));
        assertThat(through(limited, 9)).isZero();
    }

    @Test
    void ofARateAndAQuotaThatBothRefuseTheRateSaysSo() {
        LimitSet limited = set(new CalendarQuota("hourly", 2, CalendarPeriod.HOUR), new RateWindow("burst", 2, 10));
        assertThat(through(limited, 9)).isEqualTo(2);
        LimitStanding refused = ask(limited, 1);
        assertThat(refused.refusal()).isEqualTo(Refusal.RATE);
        assertThat(refused.limit(refused.tightest()).name()).isEqualTo("burst");
        assertThat(refused.retryAfterSeconds()).isEqualTo(3600);
        time.pass(Duration.ofSeconds(10));
        assertThat(ask(limited, 1).refusal()).isEqualTo(Refusal.QUOTA);
    }

    @Test
    void aKeysOwnLimitTakesThePlaceOfThePlansOfTheSameNameAlone() {
        LimitSet own = set(new RateWindow("burst", 10, 1), new RateWindow("daily", 100, 86_400));
        LimitStanding standing = limits.charge("k", BOTH, own, 1);
        assertThat(List.of(standing.limit(0), standing.limit(1), standing.limit(2)))
                .containsExactly(
                        new RateWindow("burst", 10, 1),
                        new RateWindow("sustained", 5, 60),
                        new RateWindow("daily", 100, 86_400));
        // A window is no quota, whatever it is called.
        LimitSet quota = set(new CalendarQuota("burst", 2, CalendarPeriod.DAY));
        assertThat(quota.overriddenBy(own).size()).isEqualTo(3);
    }

    @Test
    void whatWasSpentCountsOnWhenLimitsChange() {
        assertThat(through(BOTH, 9)).isEqualTo(3);
        LimitSet wider = set(new RateWindow("burst", 5, 1), new RateWindow("other", 1, 60));
        assertThat(through(wider, 9)).isEqualTo(1);
        LimitSet narrower = set(new RateWindow("burst", 2, 1));
        assertThat(through(narrower, 9)).isZero();
        time.pass(Duration.ofMillis(500));
        assertThat(through(narrower, 9)).isEqualTo(1);
    }

    @Test
    void ofManyQuestionsAtOnceExactlyTheQuotaGoesThrough() throws Exception {
        LimitSet limited = set(new RateWindow("burst", 500, 1), new CalendarQuota("daily", 300, CalendarPeriod.DAY));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Callable<Integer>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                all.add(() -> {
                    start.await();
                    return through(limited, 200);
                });
            }
            List<Future<Integer>> answers = all.stream().map(threads::submit).toList();
            start.countDown();
            int sum = 0;
            for (Future<Integer> answer : answers) {
                sum += answer.get();
            }
            assertThat(sum).isEqualTo(300);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keysOfWhichNothingIsToBeKnownAreForgotten() {
        for (int i = 0; i < 50; i++) {
            limits.charge("k" + i, BURST, LimitSet.NONE, 1);
        }
        limits.charge("quota", set(new CalendarQuota("m", 9, CalendarPeriod.MONTH)), LimitSet.NONE, 1);
        limits.tidy();
        assertThat(limits.size()).isEqualTo(51);
        time.pass(Duration.ofSeconds(1));
        limits.tidy();
        assertThat(limits.size()).isEqualTo(1);
        assertThat(limits.forgotten()).isZero();
    }

    @Test
    void beyondTheBoundTheLeastLimitedAreForgottenFirst() {
        limits = limits(10);
        LimitSet wide = set(new RateWindow("wide", 100, 3_600));
        for (int i = 0; i < 20; i++) {
            limits.charge("k" + i, wide, LimitSet.NONE, i < 9 ? 100 : i);
        }
        limits.tidy();
        assertThat(limits.size()).isEqualTo(9);
        assertThat(limits.forgotten()).isEqualTo(11);
        for (int i = 0; i < 9; i++) {
            assertThat(limits.charge("k" + i, wide, LimitSet.NONE, 1).refusal()).isEqualTo(Refusal.RATE);
        }
    }

    @Test
    void moreKeysThanTheBoundAskForATidying() {
        List<Boolean> asked = new ArrayList<>();
        KeyLimits few = new KeyLimits(
                2, time.source().nanos(), new ForwardClock(time.source().wall(), () -> 0), () -> asked.add(true));
        for (int i = 0; i < 3; i++) {
            few.charge("k" + i, BURST, LimitSet.NONE, 1);
        }
        assertThat(asked).hasSize(1);
    }
}
