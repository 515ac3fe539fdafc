package dev.keyfabric.validation.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.time.FakeTime;
import dev.keyfabric.validation.time.ForwardClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final LimitSet PLAN = new LimitSet(
            List.of(new RateWindow("burst", 10, 10), new CalendarQuota("monthly", 100, CalendarPeriod.MONTH)));

    private final FakeTime time = new FakeTime(Instant.parse("2026-11-29T10:00:00Z"));
    private final Path file = Folders.fresh().resolve("limits");

    private Limits open(Duration saveEvery, int keys) {
        return Limits.open(
                new LimitSettings(LimitSet.NONE, keys, saveEvery, LimitSet.NONE, 10),
                file,
                new ForwardClock(time.source().wall(), () -> 0),
                time.source(),
                "limits-test");
    }

    private Limits open() {
        return open(Duration.ofHours(1), 100);
    }

    private static LimitStanding charge(Limits limits, int cost) {
        return limits.charge("key_1", PLAN, LimitSet.NONE, cost);
    }

    @Test
    void whatWasSpentIsKnownAfterARestart() {
        try (Limits before = open()) {
            charge(before, 8);
        }
        time.step(Duration.ofSeconds(3));
        try (Limits after = open()) {
            LimitStanding standing = charge(after, 0);
            assertThat(standing.remaining(0)).isEqualTo(5);
            assertThat(standing.remaining(1)).isEqualTo(92);
            List<Consumed> told = new ArrayList<>();
            after.tell(told::add);
            assertThat(told)
                    .singleElement()
                    .satisfies(c -> assertThat(c.total()).isEqualTo(8));
        }
        time.step(Duration.ofDays(3));
        try (Limits nextMonth = open()) {
            assertThat(charge(nextMonth, 0).remaining(1)).isEqualTo(100);
        }
    }

    @Test
    void aClockThatWasSetBackOverARestartGivesNothingBack() {
        try (Limits before = open()) {
            charge(before, 8);
        }
        time.step(Duration.ofDays(-40));
        try (Limits after = open()) {
            assertThat(charge(after, 0).remaining(0)).isEqualTo(2);
            assertThat(charge(after, 0).remaining(1)).isEqualTo(92);
        }
    }

    @Test
    void whatWasSpentIsWrittenFromTimeToTimeToo() {
        try (Limits running = open(Duration.ofMillis(10), 100)) {
            charge(running, 4);
            await().until(() -> Files.exists(file));
            try (Limits afterACrash = open()) {
                assertThat(charge(afterACrash, 0).remaining(0)).isEqualTo(6);
            }
        }
    }

    @Test
    void aFileThatIsNotWhatWasWrittenIsLeftOutAsAWhole() throws Exception {
        try (Limits before = open()) {
            charge(before, 8);
        }
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, i % 2 == 0 ? bad : Arrays.copyOf(good, random.nextInt(good.length)));
            Limits after = open();
            assertThat(charge(after, 0).remaining(0)).isEqualTo(10);
            after.close();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsCountedAndHoldsNothingUp() throws Exception {
        Files.createDirectories(file.resolve("in-the-way"));
        try (Limits limits = open(Duration.ofMillis(10), 100)) {
            charge(limits, 8);
            await().until(() -> limits.facts().savesFailed() > 1);
            assertThat(charge(limits, 8).refusal()).isEqualTo(LimitStanding.Refusal.RATE);
        }
    }

    @Test
    void moreKeysThanTheBoundAreTidiedSoon() {
        try (Limits limits = open(Duration.ofHours(1), 10)) {
            for (int i = 0; i < 40; i++) {
                limits.charge("key_" + i, PLAN, LimitSet.NONE, 1);
            }
            await().until(() -> limits.facts().keys() <= 10);
            assertThat(limits.facts().forgotten()).isPositive();
        }
    }

    @Test
    void closedLimitsStillLimit() {
        Limits limits = open(Duration.ofHours(1), 1);
        limits.close();
        for (int i = 0; i < 5; i++) {
            limits.charge("key_" + i, PLAN, LimitSet.NONE, 1);
        }
        charge(limits, 9);
        assertThat(charge(limits, 9).refusal()).isEqualTo(LimitStanding.Refusal.RATE);
    }
}
