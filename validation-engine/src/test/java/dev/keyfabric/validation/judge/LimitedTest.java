package dev.keyfabric.validation.judge;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.plan;
import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Explanation.Kind;
import dev.keyfabric.validation.judge.Explanation.Source;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.LimitSettings;
import dev.keyfabric.validation.limits.LimitStanding;
import dev.keyfabric.validation.limits.Limiter;
import dev.keyfabric.validation.limits.Limits;
import dev.keyfabric.validation.limits.RateWindow;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.ViewBench;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge with real limits over a real view. */
class LimitedTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "c1");
    private static final String ADDRESS = "192.0.2.7";

    private final ViewBench bench = new ViewBench();
    private final ApiKey secret = Events.apiKey();
    private final ForwardClock clock =
            new ForwardClock(bench.time.source().wall(), () -> bench.view().brokerTime());
    private final Limits limits = Limits.open(
            new LimitSettings(
                    new LimitSet(List.of(new RateWindow("strictest", 1, 10))),
                    1_000,
                    Duration.ofHours(1),
                    new LimitSet(List.of(new RateWindow("failed-attempts", 3, 60))),
                    1_000),
            Folders.fresh().resolve("limits"),
            clock,
            bench.time.source(),
            "limits-test");
    private Judge judge = judge(limits);
    private long version = 10;

    private Judge judge(Limiter limiter) {
        return new Judge(
                bench.view(),
                () -> null,
                clock,
                new JudgeSettings(null, JudgeSettings.BOTH, Duration.ofHours(24), KeyPrefixes.DEFAULT),
                limiter);
    }

    @BeforeEach
    void aGoodKeyOnAPlan() {
        bench.tickAll();
        bench.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        givePlan(p -> p.setRateLimits(List.of(new RateLimit("burst", 3L, 1L)))
                .setQuotas(List.of(new Quota("daily", 5L, QuotaPeriod.DAY))));
        give(k -> {});
    }

    @AfterEach
    void close() {
        limits.close();
        bench.close();
    }

    private void give(Consumer<KeyState.Builder> change) {
        bench.key(ID, key(ID, OWNER, ++version, k -> {
            k.setSecrets(List.of(current(secret)));
            change.accept(k);
        }));
    }

    private void givePlan(Consumer<PlanState.Builder> change) {
        bench.plan("gold", plan("gold", ++version, change));
    }

    private Verdict ask(int cost) {
        return judge.decide(question(secret, "orders", "10.1.2.3", cost, false));
    }

    private static Question question(ApiKey key, String audience, String clientIp, int cost, boolean explain) {
        return new Question(Credential.of(key.reveal()), audience, List.of("orders:read"), clientIp, cost, explain);
    }

    private Code fail(ApiKey key) {
        return judge.decide(question(key, "orders", ADDRESS, 1, false)).code();
    }

    private int through(int questions) {
        int through = 0;
        for (int i = 0; i < questions; i++) {
            through += ask(1).code() == Code.VALID ? 1 : 0;
        }
        return through;
    }

    @Test
    void aPlansRateAndThenItsQuotaRefuse() {
        assertThat(through(9)).isEqualTo(3);
        assertThat(ask(1).code()).isEqualTo(Code.RATE_LIMITED);
        bench.time.pass(Duration.ofSeconds(1));
        assertThat(through(9)).isEqualTo(2);
        // Rate and quota would both refuse three more: the rate says so first.
        assertThat(ask(3).code()).isEqualTo(Code.RATE_LIMITED);
        bench.time.pass(Duration.ofSeconds(1));
        assertThat(ask(3).code()).isEqualTo(Code.QUOTA_EXCEEDED);
        assertThat(ask(1).limits().retryAfterSeconds()).isGreaterThan(1);
        bench.time.pass(Duration.ofDays(1));
        bench.tickAll();
        assertThat(ask(1).code()).isEqualTo(Code.VALID);
    }

    @Test
    void aVerdictSaysWhatIsLeft() {
        Verdict yes = ask(1);
        assertThat(yes.limits().remaining(0)).isEqualTo(2);
        assertThat(yes.limits().remaining(1)).isEqualTo(4);
        assertThat(yes.limits().limit(yes.limits().tightest()).name()).isEqualTo("burst");
        Verdict no = ask(3);
        assertThat(no.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(no.keyId()).isEqualTo(ID);
        assertThat(no.limits().remaining(0)).isEqualTo(2);
        assertThat(no.limits().retryAfterSeconds()).isEqualTo(1);
    }

    @Test
    void whateverRefusesBeforeTheLimitsChargesNothing() {
        for (int i = 0; i < 9; i++) {
            judge.decide(new Question(Credential.of(secret.reveal()), "orders", List.of("orders:write"), null));
        }
        bench.consumer(OWNER, consumer(OWNER, 2, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
        assertThat(ask(1).limits()).isNull();
        assertThat(through(9)).isZero();
        bench.consumer(OWNER, consumer(OWNER, 3, c -> {}));
        assertThat(through(9)).isEqualTo(3);
    }

    @Test
    void aQuestionOfNoCostPassesASpentLimit() {
        assertThat(ask(3).code()).isEqualTo(Code.VALID);
        assertThat(ask(1).code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(ask(0).code()).isEqualTo(Code.VALID);
    }

    @Test
    void aKeysOwnLimitStandsBeforeThePlans() {
        give(k -> k.setRateLimits(List.of(new RateLimit("burst", 1L, 60L))));
        assertThat(through(9)).isEqualTo(1);
        give(k -> k.setRateLimits(List.of(new RateLimit("burst", 4L, 60L))));
        assertThat(through(9)).isEqualTo(3);
        assertThat(ask(1).limits().size()).isEqualTo(2);
    }

    @Test
    void eachKeyOfAConsumerHasItsPlansLimitsToItself() {
        assertThat(through(9)).isEqualTo(3);
        String other = Events.keyId(OWNER, "c2");
        ApiKey second = Events.apiKey();
        bench.key(other, key(other, OWNER, 1, k -> k.setSecrets(List.of(current(second)))));
        assertThat(judge.decide(question(second, "orders", null, 3, false)).code())
                .isEqualTo(Code.VALID);
    }

    @Test
    void aPlanThatCannotBeReadOrIsNotKnownMeansTheStrictest() {
        bench.plan("gold", new byte[] {1});
        assertThat(through(9)).isEqualTo(1);
        assertThat(ask(1).limits().limit(0).name()).isEqualTo("strictest");
        bench.time.pass(Duration.ofSeconds(10));
        bench.consumer(OWNER, consumer(OWNER, 2, c -> c.setPlan("platinum")));
        assertThat(through(9)).isEqualTo(1);
        bench.consumer(OWNER, consumer(OWNER, 3, c -> c.setPlan(null)));
        assertThat(through(99)).isEqualTo(99);
        assertThat(ask(1).limits()).isNull();
    }

    @Test
    void aLimitThatIsNotUnderstoodIsNeverDropped() {
        givePlan(p -> p.setQuotas(List.of(new Quota("odd", 5L, QuotaPeriod.UNKNOWN))));
        assertThat(through(9)).isEqualTo(1);
        give(k -> k.setRateLimits(List.of(new RateLimit("burst", 0L, 1L))));
        assertThat(ask(1).code()).isEqualTo(Code.UNREADABLE);
        give(k -> k.setRateLimits(List.of(new RateLimit("a\"b", 1L, 1L))));
        assertThat(ask(1).code()).isEqualTo(Code.UNREADABLE);
        give(k -> k.setRateLimits(List.of(new RateLimit("burst", 0L, 1L))).setStatus(KeyStatus.REVOKED));
        assertThat(ask(1).code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void whoFailsTooOftenFromOneAddressIsToldNoMoreButAGoodKeyPasses() {
        give(k -> k.setStatus(KeyStatus.SUSPENDED));
        assertThat(fail(Events.apiKey())).isEqualTo(Code.NOT_FOUND);
        assertThat(fail(secret)).isEqualTo(Code.SUSPENDED);
        assertThat(fail(Events.apiKey())).isEqualTo(Code.NOT_FOUND);
        assertThat(fail(Events.apiKey())).isEqualTo(Code.RATE_LIMITED);
        assertThat(fail(secret)).isEqualTo(Code.RATE_LIMITED);
        assertThat(judge.decide(new Question(Credential.of("nonsense"), "orders", List.of(), ADDRESS))
                        .limits()
                        .retryAfterSeconds())
                .isEqualTo(20);
        give(k -> {});
        assertThat(fail(secret)).isEqualTo(Code.VALID);
        assertThat(judge.decide(new Question(
                                Credential.of(secret.reveal()), "orders", List.of("orders:write"), ADDRESS))
                        .code())
                .isEqualTo(Code.INSUFFICIENT_SCOPE);
        bench.time.pass(Duration.ofSeconds(20));
        assertThat(fail(Events.apiKey())).isEqualTo(Code.NOT_FOUND);
        assertThat(fail(Events.apiKey())).isEqualTo(Code.RATE_LIMITED);
    }

    @Test
    void anUnknownAddressAndAMissingKeyAreNoFailedAttempts() {
        for (int i = 0; i < 9; i++) {
            assertThat(judge.decide(question(Events.apiKey(), "orders", null, 1, false))
                            .code())
                    .isEqualTo(Code.NOT_FOUND);
            assertThat(judge.decide(new Question(Credential.MISSING, "orders", List.of(), ADDRESS))
                            .code())
                    .isEqualTo(Code.MISSING_CREDENTIAL);
        }
        assertThat(fail(Events.apiKey())).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void anIpv6AttackerIsKnownByItsNetwork() {
        for (int i = 0; i < 3; i++) {
            limits.failed(IpAddress.parse("2001:db8:1:2::" + i).orElseThrow());
        }
        assertThat(limits.failed(IpAddress.parse("2001:db8:1:2:ffff::1").orElseThrow())
                        .refusal())
                .isEqualTo(LimitStanding.Refusal.RATE);
        assertThat(limits.failed(IpAddress.parse("2001:db8:1:3::1").orElseThrow())
                        .refusal())
                .isNull();
    }

    @Test
    void aLimiterThatFailsIsNoGroundForAYes() {
        judge = judge(new Limiter() {
            @Override
            public LimitStanding charge(String keyId, LimitSet plan, LimitSet own, int cost) {
                throw new IllegalStateException("limiter");
            }

            @Override
            public LimitStanding failed(IpAddress address) {
                throw new IllegalStateException("limiter");
            }

            @Override
            public LimitSet strictest() {
                return LimitSet.NONE;
            }
        });
        assertThat(ask(1).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fail(Events.apiKey())).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void anExplanationNamesTheRuleAndWhatItWasDecidedFrom() {
        bench.service("orders", service("orders", 1, s -> s.setExplain(true)));
        long plan = version - 1;
        Explanation passed =
                judge.decide(question(secret, "orders", null, 1, true)).explanation();
        assertThat(passed)
                .isEqualTo(new Explanation(
                        "passed",
                        List.of(
                                new Source(Kind.KEY, ID, version),
                                new Source(Kind.CONSUMER, OWNER, 1),
                                new Source(Kind.PLAN, "gold", plan))));
        assertThat(rule(3)).isEqualTo("plan.rateLimits.burst");
        give(k -> k.setRateLimits(List.of(new RateLimit("own", 1L, 60L))));
        assertThat(rule(2)).isEqualTo("key.rateLimits.own");
        bench.time.pass(Duration.ofSeconds(5));
        give(k -> {});
        ask(1);
        ask(2);
        bench.time.pass(Duration.ofSeconds(5));
        assertThat(rule(3)).isEqualTo("plan.quotas.daily");
        bench.consumer(OWNER, consumer(OWNER, 7, c -> c.setStatus(ConsumerStatus.DELETED)));
        Explanation revoked =
                judge.decide(question(secret, "orders", null, 1, true)).explanation();
        assertThat(revoked.rule()).isEqualTo("consumer.status");
        assertThat(revoked.records())
                .containsExactly(new Source(Kind.KEY, ID, version), new Source(Kind.CONSUMER, OWNER, 7));
    }

    private String rule(int cost) {
        return judge.decide(question(secret, "orders", null, cost, true))
                .explanation()
                .rule();
    }

    @Test
    void nothingIsExplainedUnlessItIsAskedForAndTheServiceLetsIt() {
        assertThat(judge.decide(question(secret, "orders", null, 1, true)).explanation())
                .isNull();
        bench.service("orders", service("orders", 1, s -> s.setExplain(true)));
        assertThat(judge.decide(question(secret, "orders", null, 1, false)).explanation())
                .isNull();
        assertThat(judge.decide(question(secret, "payments", null, 0, true)).explanation())
                .isNull();
        assertThat(judge.decide(question(Events.apiKey(), "orders", null, 1, true))
                        .explanation()
                        .rule())
                .isEqualTo("key.secrets");
    }
}
