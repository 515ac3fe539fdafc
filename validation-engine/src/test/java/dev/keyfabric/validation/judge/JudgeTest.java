package dev.keyfabric.validation.judge;

import static dev.keyfabric.validation.Events.AT;
import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.secret;
import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.TestLimits;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.limits.Limiter;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.Subjects;
import dev.keyfabric.validation.view.ViewBench;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "c1");
    private static final Duration BOUND = Duration.ofHours(24);

    private final ViewBench bench = new ViewBench();
    private final ApiKey secret = Events.apiKey();
    private boolean answering = true;
    private final Limiter limiter = TestLimits.NONE;
    private Judge judge = judge(new JudgeSettings(null, JudgeSettings.BOTH, BOUND, KeyPrefixes.DEFAULT));
    private long version = 10;

    private Judge judge(JudgeSettings settings) {
        ForwardClock clock =
                new ForwardClock(bench.time.source().wall(), () -> bench.view().brokerTime());
        return new Judge(bench.view(), () -> answering ? null : Code.NOT_READY, clock, settings, limiter);
    }

    @BeforeEach
    void aGoodKey() {
        bench.tickAll();
        bench.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        give(k -> {});
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void give(Consumer<KeyState.Builder> change) {
        version++;
        bench.key(ID, key(ID, OWNER, version, k -> {
            k.setSecrets(List.of(current(secret)));
            change.accept(k);
        }));
    }

    private static Question asking(ApiKey key, String audience, List<String> scopes, String clientIp) {
        return new Question(Credential.of(key.reveal()), audience, scopes, clientIp);
    }

    private Code codeOf(ApiKey key) {
        return judge.decide(asking(key, "orders", List.of("orders:read"), "10.1.2.3"))
                .code();
    }

    private Code code() {
        return codeOf(secret);
    }

    @Test
    void aGoodKeyIsValidAndSaysWhatItIs() {
        Verdict verdict = judge.decide(asking(secret, "orders", List.of("orders:read"), null));
        assertThat(verdict).isInstanceOf(Valid.class);
        assertThat(verdict.keyId()).isEqualTo(ID);
        assertThat(verdict.asOf().position()).matches("keys\\.v1-[0-3]@1");
        assertThat(verdict.asOf().stalenessMs()).isZero();
        assertThat(((Valid) verdict).consumer().plan()).isEqualTo("gold");
        assertThat(((Valid) verdict).metadata()).isNull();
    }

    @Test
    void aNodeThatMayNotAnswerSaysSoBeforeAnythingElse() {
        answering = false;
        assertThat(code()).isEqualTo(Code.NOT_READY);
        assertThat(judge.decide(new Question(Credential.MISSING, null, List.of(), null))
                        .code())
                .isEqualTo(Code.NOT_READY);
        assertThat(judge.refuse(Code.POLICY_INVALID, null).code()).isEqualTo(Code.NOT_READY);
    }

    @Test
    void beyondTheStalenessBoundNothingIsAnswered() {
        bench.time.pass(BOUND);
        assertThat(code()).isEqualTo(Code.VALID);
        bench.time.pass(Duration.ofMillis(1));
        assertThat(code()).isEqualTo(Code.STALE);
        bench.tickAll();
        assertThat(code()).isEqualTo(Code.VALID);
    }

    @Test
    void aServiceMayHaveAStricterStalenessBoundButNoLaxerOne() {
        bench.service("orders", service("orders", 1, s -> s.setStalenessBoundMs(10_000L)));
        bench.service("lax", service("lax", 1, s -> s.setStalenessBoundMs(Long.MAX_VALUE)));
        bench.time.pass(Duration.ofSeconds(11));
        assertThat(code()).isEqualTo(Code.STALE);
        assertThat(judge.decide(asking(secret, "lax", List.of(), null)).code()).isEqualTo(Code.VALID);
        bench.time.pass(BOUND);
        assertThat(judge.decide(asking(secret, "lax", List.of(), null)).code()).isEqualTo(Code.STALE);
    }

    @Test
    void credentialsThatAreNoneAreToldApart() {
        assertThat(judge.decide(new Question(Credential.MISSING, null, List.of(), null))
                        .code())
                .isEqualTo(Code.MISSING_CREDENTIAL);
        assertThat(judge.decide(new Question(Credential.of(""), null, List.of(), null))
                        .code())
                .isEqualTo(Code.MISSING_CREDENTIAL);
        assertThat(judge.decide(new Question(Credential.AMBIGUOUS, null, List.of(), null))
                        .code())
                .isEqualTo(Code.AMBIGUOUS_CREDENTIAL);
        assertThat(judge.decide(new Question(Credential.of(secret.reveal() + "x"), null, List.of(), null))
                        .code())
                .isEqualTo(Code.INVALID_FORMAT);
        assertThat(codeOf(Events.apiKey())).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void aKeyUnderAnotherFabricsPrefixIsNoneOfOurs() {
        ApiKey foreign = ApiKey.generate("ab_live", new SecureRandom());
        give(k -> k.setSecrets(List.of(current(foreign))));
        assertThat(codeOf(foreign)).isEqualTo(Code.INVALID_FORMAT);
        judge = judge(new JudgeSettings(null, JudgeSettings.BOTH, BOUND, new KeyPrefixes("ab")));
        assertThat(codeOf(foreign)).isEqualTo(Code.VALID);
        assertThat(code()).isEqualTo(Code.INVALID_FORMAT);
    }

    @Test
    void eachFaultOfTheKeyHasItsCode() {
        give(k -> k.setStatus(KeyStatus.SUSPENDED));
        assertThat(code()).isEqualTo(Code.SUSPENDED);
        give(k -> k.setExpiresAt(AT));
        assertThat(code()).isEqualTo(Code.EXPIRED);
        give(k -> k.setNotBefore(AT.plusMillis(1)));
        assertThat(code()).isEqualTo(Code.NOT_YET_VALID);
        bench.time.pass(Duration.ofMillis(1));
        assertThat(code()).isEqualTo(Code.VALID);
        give(k -> k.setSecrets(List.of(secret(secret, SecretStatus.RETIRED, null))));
        assertThat(code()).isEqualTo(Code.SECRET_RETIRED);
        give(k -> k.setStatus(KeyStatus.REVOKED));
        assertThat(code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void anUnreadableKeyIsKnownAndDenied() {
        bench.key(ID, new byte[] {1});
        assertThat(code()).isEqualTo(Code.UNREADABLE);
        give(k -> {});
        assertThat(code()).isEqualTo(Code.VALID);
        bench.key(ID, null);
        assertThat(code()).isEqualTo(Code.UNREADABLE);
    }

    @Test
    void eachFaultOfTheConsumerHasItsCode() {
        bench.consumer(OWNER, consumer(OWNER, 2, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
        assertThat(code()).isEqualTo(Code.CONSUMER_SUSPENDED);
        bench.consumer(OWNER, new byte[] {1});
        assertThat(code()).isEqualTo(Code.UNREADABLE);
        bench.consumer(OWNER, consumer(OWNER, 3, c -> {}));
        assertThat(code()).isEqualTo(Code.VALID);
        bench.consumer(OWNER, consumer(OWNER, 4, c -> c.setStatus(ConsumerStatus.DELETED)));
        assertThat(code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void aKeyWhoseConsumerHasNotArrivedIsDenied() {
        String id = Events.keyId("later", "c9");
        ApiKey key = Events.apiKey();
        bench.key(id, key(id, "later", 1, k -> k.setSecrets(List.of(current(key)))));
        assertThat(codeOf(key)).isEqualTo(Code.CONSUMER_UNKNOWN);
        bench.consumer("later", consumer("later", 1, c -> {}));
        assertThat(codeOf(key)).isEqualTo(Code.VALID);
    }

    @Test
    void eachMismatchHasItsCode() {
        give(k -> k.setAudiences(List.of("payments")));
        assertThat(code()).isEqualTo(Code.AUDIENCE_MISMATCH);
        assertThat(judge.decide(asking(secret, null, List.of(), null)).code()).isEqualTo(Code.AUDIENCE_MISMATCH);
        give(k -> k.setIpAllowlist(List.of("10.0.0.0/16")));
        assertThat(code()).isEqualTo(Code.IP_NOT_ALLOWED);
        assertThat(judge.decide(asking(secret, "orders", List.of(), null)).code())
                .isEqualTo(Code.IP_NOT_ALLOWED);
        assertThat(judge.decide(asking(secret, "orders", List.of(), "::ffff:10.0.255.1"))
                        .code())
                .isEqualTo(Code.VALID);
        give(k -> k.setScopes(List.of("orders:write")));
        assertThat(code()).isEqualTo(Code.INSUFFICIENT_SCOPE);
        judge = judge(new JudgeSettings(null, Set.of(Environment.LIVE), BOUND, KeyPrefixes.DEFAULT));
        assertThat(code()).isEqualTo(Code.ENVIRONMENT_MISMATCH);
    }

    @Test
    void theNodesOwnServiceIsTheAudienceWhenNoneIsSaid() {
        give(k -> k.setAudiences(List.of("payments")));
        judge = judge(new JudgeSettings("payments", JudgeSettings.BOTH, BOUND, KeyPrefixes.DEFAULT));
        assertThat(judge.decide(asking(secret, null, List.of(), null)).code()).isEqualTo(Code.VALID);
        assertThat(code()).isEqualTo(Code.AUDIENCE_MISMATCH);
    }

    @Test
    void anEnrolmentKeyIsForNoService() {
        Enrolment enrols = new Enrolment(SigningUse.TXN, "n2", List.of("orders"));
        give(k -> k.setEnrols(enrols).setAudiences(List.of("orders")));
        assertThat(code()).isEqualTo(Code.AUDIENCE_MISMATCH);
        give(k -> k.setEnrols(enrols));
        assertThat(judge.decide(asking(secret, null, List.of(), null)).code()).isEqualTo(Code.AUDIENCE_MISMATCH);
        assertThat(judge.decide(asking(secret, "orders", List.of(), "10.1.2.3")).code())
                .isEqualTo(Code.AUDIENCE_MISMATCH);
        give(k -> k.setEnrols(enrols).setStatus(KeyStatus.REVOKED));
        assertThat(code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void aGrantMayEndInAStar() {
        assertThat(Scopes.cover(List.of("orders:*"), List.of("orders:read", "orders:read:all")))
                .isTrue();
        assertThat(Scopes.cover(List.of("orders:*"), List.of("orders", "ordersx:read")))
                .isFalse();
        assertThat(Scopes.cover(List.of("orders:*"), List.of("orders:"))).isFalse();
        assertThat(Scopes.cover(List.of("*"), List.of("anything:at.all"))).isTrue();
        assertThat(Scopes.cover(List.of("ord*"), List.of("orders"))).isFalse();
        assertThat(Scopes.cover(List.of("a", "b"), List.of("a", "b"))).isTrue();
        assertThat(Scopes.cover(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(Scopes.cover(List.of(), List.of())).isTrue();
        assertThat(Scopes.isScope("orders:*")).isFalse();
    }

    @Test
    void aRotatedKeyIsValidByOldAndNewSecretAndThenByTheNewAlone() {
        ApiKey fresh = Events.apiKey();
        give(k -> k.setSecrets(List.of(current(fresh), secret(secret, SecretStatus.RETIRING, AT.plusSeconds(600)))));
        assertThat(codeOf(fresh)).isEqualTo(Code.VALID);
        assertThat(code()).isEqualTo(Code.VALID);
        bench.time.pass(Duration.ofSeconds(599));
        assertThat(code()).isEqualTo(Code.VALID);
        bench.time.pass(Duration.ofSeconds(1));
        assertThat(code()).isEqualTo(Code.SECRET_RETIRED);
        assertThat(codeOf(fresh)).isEqualTo(Code.VALID);
    }

    @Test
    void whatHasExpiredStaysExpiredWhenTheClockIsSetBack() {
        give(k -> k.setExpiresAt(AT.plusSeconds(60)));
        bench.time.pass(Duration.ofSeconds(61));
        assertThat(code()).isEqualTo(Code.EXPIRED);
        bench.time.step(Duration.ofHours(-2));
        assertThat(code()).isEqualTo(Code.EXPIRED);
    }

    @Test
    void aKeyIsNotValidBeforeItsTimeBecauseTheClockWasAheadOnce() {
        give(k -> k.setNotBefore(AT.plusSeconds(3600)));
        bench.time.step(Duration.ofHours(2));
        assertThat(code()).isEqualTo(Code.VALID);
        bench.time.step(Duration.ofHours(-2));
        assertThat(code()).isEqualTo(Code.NOT_YET_VALID);
    }

    @Test
    void aRevocationThatArrivesWhileAQuestionIsJudgedIsSeenByItsAnswer() {
        Judge interrupted = judgeThat(() -> give(k -> k.setStatus(KeyStatus.REVOKED)));
        assertThat(interrupted.decide(asking(secret, "orders", List.of(), null)).code())
                .isEqualTo(Code.REVOKED);
    }

    @Test
    void aNodeThatLeavesWhileAQuestionIsJudgedDoesNotSayYes() {
        Judge interrupted = judgeThat(() -> answering = false);
        assertThat(interrupted.decide(asking(secret, "orders", List.of(), null)).code())
                .isEqualTo(Code.NOT_READY);
    }

    @Test
    void aViewThatNeverStandsStillIsNoGroundForAYes() {
        bench.consumer("other", consumer("other", 1, c -> {}));
        AtomicLong others = new AtomicLong(1);
        Judge interrupted = judgeThat(
                () -> bench.consumer("other", consumer("other", others.incrementAndGet(), c -> {})), Integer.MAX_VALUE);
        assertThat(interrupted.decide(asking(secret, "orders", List.of(), null)).code())
                .isEqualTo(Code.UNAVAILABLE);
    }

    private Judge judgeThat(Runnable afterTheKeyIsRead) {
        return judgeThat(afterTheKeyIsRead, 1);
    }

    /** A judge to whom something happens between its reading of the key and its answer, at most so many times. */
    private Judge judgeThat(Runnable afterTheKeyIsRead, int times) {
        AtomicInteger left = new AtomicInteger(times);
        Subjects interrupted = new SubjectsBetween(bench.view(), () -> {}, () -> {
            if (left.getAndDecrement() > 0) {
                afterTheKeyIsRead.run();
            }
        });
        ForwardClock clock =
                new ForwardClock(bench.time.source().wall(), () -> bench.view().brokerTime());
        return new Judge(
                interrupted,
                () -> answering ? null : Code.NOT_READY,
                clock,
                new JudgeSettings(null, JudgeSettings.BOTH, BOUND, KeyPrefixes.DEFAULT),
                limiter);
    }

    @Test
    void ofTwoKeysWithOneSecretTheOlderCountsAndAfterItsRevocationTheOther() {
        String other = Events.keyId(OWNER, "c2");
        bench.key(
                other,
                key(other, OWNER, 1, k -> k.setSecrets(List.of(current(secret))).setCreatedAt(AT.minusSeconds(9))));
        assertThat(judge.decide(asking(secret, "orders", List.of(), null)).keyId())
                .isEqualTo(other);
        bench.key(
                other,
                key(
                        other,
                        OWNER,
                        2,
                        k -> k.setSecrets(List.of(current(secret)))
                                .setStatus(KeyStatus.REVOKED)
                                .setCreatedAt(AT.minusSeconds(9))));
        assertThat(judge.decide(asking(secret, "orders", List.of(), null)).keyId())
                .isEqualTo(ID);
    }

    @Test
    void metadataIsLetOutOnlyWhereTheServiceAllowsIt() {
        bench.service("orders", service("orders", 1, s -> s.setMetadata(true)));
        Valid valid = (Valid) judge.decide(asking(secret, "orders", List.of(), null));
        assertThat(valid.metadata()).isEqualTo("{\"tier\":1}");
    }

    @Test
    void faultsAreDecidedInTheOrderOfTheTable() {
        judge = judge(new JudgeSettings(null, Set.of(Environment.LIVE), BOUND, KeyPrefixes.DEFAULT));
        ApiKey retired = Events.apiKey();
        List<Consumer<KeyState.Builder>> faults = List.of(
                k -> k.setStatus(KeyStatus.REVOKED),
                k -> k.setSecrets(List.of(secret(secret, SecretStatus.RETIRED, null), current(retired))),
                k -> k.setStatus(KeyStatus.SUSPENDED),
                k -> k.setExpiresAt(AT.minusSeconds(1)),
                k -> k.setNotBefore(AT.plusSeconds(1)),
                k -> k.setAudiences(List.of("payments")),
                k -> k.setIpAllowlist(List.of("192.0.2.0/24")),
                k -> k.setScopes(List.of()));
        List<Code> seen = new ArrayList<>();
        bench.consumer(OWNER, consumer(OWNER, 5, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
        for (int from = faults.size() - 1; from >= 0; from--) {
            int first = from;
            if (from == 4) {
                // The faults of the consumer stand between those of the key and the mismatches.
                seen.add(code());
            }
            give(k -> {
                // The first fault wins where two set the same field.
                for (int i = faults.size() - 1; i >= first; i--) {
                    faults.get(i).accept(k);
                }
            });
            if (from > 4) {
                bench.consumer(OWNER, consumer(OWNER, 100 - 2L * from, c -> {}));
                seen.add(code());
                bench.consumer(OWNER, consumer(OWNER, 101 - 2L * from, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
            } else {
                seen.add(code());
            }
        }
        bench.key(ID, new byte[] {1});
        assertThat(seen)
                .containsExactly(
                        Code.ENVIRONMENT_MISMATCH,
                        Code.ENVIRONMENT_MISMATCH,
                        Code.AUDIENCE_MISMATCH,
                        Code.CONSUMER_SUSPENDED,
                        Code.NOT_YET_VALID,
                        Code.EXPIRED,
                        Code.SUSPENDED,
                        Code.SECRET_RETIRED,
                        Code.REVOKED);
    }

    @Test
    void whateverFailsInsideEndsAsUnavailable() {
        for (Throwable failure : List.of(new IllegalStateException("disk"), new StackOverflowError())) {
            Judge failing = new Judge(
                    new SubjectsBetween(bench.view(), () -> fail(failure), () -> {}),
                    () -> null,
                    new ForwardClock(bench.time.source().wall(), () -> 0),
                    new JudgeSettings(null, JudgeSettings.BOTH, BOUND, KeyPrefixes.DEFAULT),
                    limiter);
            Verdict verdict = failing.decide(asking(secret, "orders", List.of(), null));
            assertThat(verdict.code()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
