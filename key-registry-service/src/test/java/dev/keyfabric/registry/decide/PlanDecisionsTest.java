package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.PlanDraft;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.topics.Topic;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanDecisionsTest {
    private final MemoryState fabric = new MemoryState();

    @Test
    void aDefinitionIsTheWholePlan() {
        Command define = Commands.plan("gold", fabric.now())
                .setPlan(draft(d -> d.setMaxLifetimeSeconds(86_400L).setRotateEverySeconds(3_600L)))
                .build();

        Decision decision = fabric.send(define);

        Change change = decision.changes().get(0);
        PlanState state = fabric.plans.get("gold");
        assertThat(change.topic()).isEqualTo(Topic.PLANS);
        assertThat(((PlanEvent) change.event()).getType()).isEqualTo(PlanEventType.PLAN_DEFINED);
        assertThat(state.getName()).isEqualTo("Plan gold");
        assertThat(state.getRateLimits()).isEqualTo(define.getPlan().getRateLimits());
        assertThat(state.getQuotas()).isEqualTo(define.getPlan().getQuotas());
        assertThat(state.getMaxLifetimeSeconds()).isEqualTo(86_400L);
        assertThat(state.getRotateEverySeconds()).isEqualTo(3_600L);
        assertThat(state.getVersion()).isEqualTo(fabric.now().toEpochMilli());
    }

    @Test
    void aLaterDefinitionLeavesNothingOfTheOneBefore() {
        fabric.send(Commands.plan("gold", fabric.now()).setPlan(draft(d -> d.setMaxLifetimeSeconds(86_400L))));
        PlanState before = fabric.plans.get("gold");
        fabric.pass(Duration.ofSeconds(1));

        fabric.send(Commands.plan("gold", fabric.now())
                .setActor("grace")
                .setPlan(draft(d -> d.setRateLimits(List.of()).setQuotas(List.of()))));

        PlanState after = fabric.plans.get("gold");
        assertThat(after.getRateLimits()).isEmpty();
        assertThat(after.getQuotas()).isEmpty();
        assertThat(after.getMaxLifetimeSeconds()).isNull();
        assertThat(after.getVersion()).isEqualTo(before.getVersion() + 1);
        assertThat(after.getCreatedBy()).isEqualTo("ada");
        assertThat(after.getChangedBy()).isEqualTo("grace");
        assertThat(after.getChangedAt()).isEqualTo(fabric.now());
    }

    @Test
    void theSameDefinitionHasNoEffect() {
        fabric.send(Commands.plan("gold", fabric.now()));
        fabric.pass(Duration.ofSeconds(1));

        Decision decision = fabric.send(Commands.plan("gold", fabric.now()).setActor("grace"));

        assertThat(decision.result().getOutcome()).isEqualTo(Outcome.NO_EFFECT);
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void aVersionThatTheSenderDidNotSeeIsAConflict() {
        assertThat(code(Commands.plan("gold", fabric.now()).setExpectedVersion(7L)))
                .isEqualTo("VERSION_CONFLICT");
        fabric.send(Commands.plan("gold", fabric.now()).setExpectedVersion(0L));

        assertThat(code(Commands.plan("gold", fabric.now()).setExpectedVersion(0L)))
                .isEqualTo("VERSION_CONFLICT");
    }

    @Test
    void everyFieldIsChecked() {
        assertThat(faults(d -> d)).isEmpty();
        assertThat(faults(d -> d.setName(" "))).containsOnly("/name BLANK");
        assertThat(faults(d -> d.setName("n".repeat(201)))).containsOnly("/name TOO_LONG");
        assertThat(faults(d -> d.setName("a\nb"))).containsOnly("/name CONTROL_CHARACTER");
        for (long seconds : new long[] {59, 0, -1, Long.MIN_VALUE, 3660L * 86_400 + 1, Long.MAX_VALUE}) {
            assertThat(faults(d -> d.setMaxLifetimeSeconds(seconds))).containsOnly("/maxLifetime OUT_OF_RANGE");
            assertThat(faults(d -> d.setRotateEverySeconds(seconds))).containsOnly("/rotateEvery OUT_OF_RANGE");
        }
        assertThat(faults(d -> d.setMaxLifetimeSeconds(60L).setRotateEverySeconds(3660L * 86_400)))
                .isEmpty();
        assertThat(faults(Commands.plan("not an id", fabric.now()))).containsOnly("/id INVALID_FORMAT");
        assertThat(faults(Commands.plan("gold", fabric.now()).setPlan(null))).containsOnly("/name REQUIRED");
    }

    @Test
    void everyFieldOfALimitIsChecked() {
        assertThat(limit("Burst", 1, 1)).containsOnly("/rateLimits/0/name INVALID_FORMAT");
        assertThat(limit("burst", 0, 1)).containsOnly("/rateLimits/0/quota OUT_OF_RANGE");
        assertThat(limit("burst", 1, 0)).containsOnly("/rateLimits/0/windowSeconds OUT_OF_RANGE");
        assertThat(limit("burst", 1, 366L * 86_400 + 1)).containsOnly("/rateLimits/0/windowSeconds OUT_OF_RANGE");
        assertThat(faults(d -> d.setRateLimits(windows(9)))).containsOnly("/rateLimits TOO_MANY");
        assertThat(faults(d -> d.setRateLimits(windows(8)))).isEmpty();
        RateLimit one = new RateLimit("one", 1L, 1L);
        assertThat(faults(d -> d.setRateLimits(List.of(one, one)))).containsOnly("/rateLimits/1/name DUPLICATE");
    }

    @Test
    void everyFieldOfAQuotaIsChecked() {
        Quota good = new Quota("daily", 1L, QuotaPeriod.DAY);
        assertThat(quotas(new Quota("a b", 1L, QuotaPeriod.DAY))).containsOnly("/quotas/0/name INVALID_FORMAT");
        assertThat(quotas(new Quota("daily", 0L, QuotaPeriod.DAY))).containsOnly("/quotas/0/quota OUT_OF_RANGE");
        assertThat(quotas(good, new Quota("other", 1L, QuotaPeriod.UNKNOWN)))
                .containsOnly("/quotas/1/period UNKNOWN_VALUE");
        assertThat(quotas(good, good)).containsOnly("/quotas/1/name DUPLICATE");
        assertThat(quotas(new Quota("burst", 1L, QuotaPeriod.DAY)))
                .as("the name of a window")
                .containsOnly("/quotas/0/name DUPLICATE");
        assertThat(faults(d -> d.setQuotas(IntStream.range(0, 9)
                        .mapToObj(i -> new Quota("q" + i, 1L, QuotaPeriod.HOUR))
                        .toList())))
                .containsOnly("/quotas TOO_MANY");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(faults(d -> d.setName("")
                        .setRateLimits(List.of(new RateLimit("", 0L, 0L)))
                        .setQuotas(List.of(new Quota("", 0L, QuotaPeriod.UNKNOWN)))
                        .setMaxLifetimeSeconds(1L)
                        .setRotateEverySeconds(1L)))
                .containsExactly(
                        "/name BLANK",
                        "/rateLimits/0/name INVALID_FORMAT",
                        "/rateLimits/0/quota OUT_OF_RANGE",
                        "/rateLimits/0/windowSeconds OUT_OF_RANGE",
                        "/quotas/0/name INVALID_FORMAT",
                        "/quotas/0/name DUPLICATE",
                        "/quotas/0/quota OUT_OF_RANGE",
                        "/quotas/0/period UNKNOWN_VALUE",
                        "/maxLifetime OUT_OF_RANGE",
                        "/rotateEvery OUT_OF_RANGE");
    }

    @Test
    void aKeyPastedAnywhereInADefinitionIsFound() {
        String key = ApiKey.generate("kf_live", new SecureRandom()).reveal();

        assertThat(faults(d -> d.setName(key))).containsOnly("/name HOLDS_A_KEY");
        assertThat(limit(key, 1, 1)).contains("/rateLimits/0/name HOLDS_A_KEY");
    }

    private static List<RateLimit> windows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RateLimit("w" + i, 1L, 1L))
                .toList();
    }

    private List<String> limit(String name, long quota, long seconds) {
        return faults(d -> d.setRateLimits(List.of(new RateLimit(name, quota, seconds))));
    }

    private List<String> quotas(Quota... quotas) {
        return faults(d -> d.setQuotas(List.of(quotas)));
    }

    private PlanDraft draft(UnaryOperator<PlanDraft.Builder> change) {
        return change.apply(
                        PlanDraft.newBuilder(Commands.plan("gold", fabric.now()).getPlan()))
                .build();
    }

    private List<String> faults(UnaryOperator<PlanDraft.Builder> change) {
        return faults(Commands.plan("gold", fabric.now()).setPlan(draft(change)));
    }

    private List<String> faults(Command.Builder command) {
        return CommandRules.check(command.build(), fabric.now()).stream()
                .map(fault -> fault.getField() + " " + fault.getCode())
                .toList();
    }

    private String code(Command.Builder command) {
        return fabric.send(command).result().getProblem().getCode();
    }
}
