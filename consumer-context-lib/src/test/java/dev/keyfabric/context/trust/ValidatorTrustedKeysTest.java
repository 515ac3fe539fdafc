package dev.keyfabric.context.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTrustedKeysTest {
    private static final Instant T = Instant.parse("2026-11-21T12:00:00Z");
    private static final TrustedKey ONE = key(KeyState.ACTIVE);
    private static final TrustedKey TWO = key(KeyState.ACTIVE);

    private final FakeValidator validator = new FakeValidator();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final ValidatorTrustedKeys keys = new ValidatorTrustedKeys(validator.settings(), nanos::get);

    @AfterEach
    void close() {
        keys.close();
        validator.close();
    }

    @Test
    void theKeysOfTheSetAreKnownAndNoOthers() {
        validator.serves(ONE);
        keys.poll();
        assertThat(keys.find(ONE.kid())).isEqualTo(new TrustedKeys.Answer.Known(ONE));
        assertThat(keys.find(TWO.kid())).isEqualTo(new TrustedKeys.Answer.Unknown());
        assertThat(validator.lastPath).isEqualTo("/.well-known/jwks.json");
    }

    @Test
    void beforeTheFirstAnswerNothingIsKnown() {
        validator.status = 503;
        assertThat(keys.find(ONE.kid())).isEqualTo(new TrustedKeys.Answer.Unavailable());
        assertThat(keys.staleness()).isEmpty();
        assertThat(keys.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("503"));
    }

    @Test
    void anUnchangedSetIsAnsweredNotModifiedAndCountsAsFresh() {
        validator.serves(ONE);
        keys.poll();
        pass(Duration.ofSeconds(29));
        keys.poll();
        assertThat(validator.notModified).hasValue(1);
        pass(Duration.ofSeconds(29));
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
        assertThat(keys.staleness()).contains(Duration.ofSeconds(29));
    }

    @Test
    void theLastKnownKeysServeWhileTheValidatorIsAwayUntilTheyAreTooStale() {
        validator.serves(ONE);
        keys.poll();
        validator.status = 503;
        pass(Duration.ofSeconds(30));
        keys.poll();
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
        pass(Duration.ofNanos(1));
        assertThat(keys.find(ONE.kid())).isEqualTo(new TrustedKeys.Answer.Unavailable());
        validator.status = 200;
        pass(Duration.ofSeconds(1));
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html></html>", "{\"keys\":[],\"keys\":[]}", "{\"keys\":1}"})
    void anAnswerThatIsNoSetChangesNothing(String nonsense) {
        validator.serves(ONE);
        keys.poll();
        validator.body = nonsense;
        keys.poll();
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
        assertThat(keys.fault()).isPresent();
    }

    @Test
    void anAnswerOfManyMebibytesIsRead() {
        validator.body = "{\"x\":\"" + "x".repeat(12 << 20) + "\","
                + JwkSet.print(List.of(ONE)).substring(1);
        keys.poll();
        assertThat(keys.fault()).isEmpty();
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
    }

    @Test
    void anAnswerLongerThanSixteenMebibytesChangesNothing() {
        validator.serves(ONE);
        keys.poll();
        validator.body = "{\"keys\":[],\"x\":\"" + "x".repeat(16 << 20) + "\"}";
        keys.poll();
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
        assertThat(keys.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("IOException"));
    }

    @Test
    void aKeyThatIsNotYetKnownIsAskedForAtOnce() {
        validator.serves(ONE);
        keys.poll();
        validator.serves(ONE, TWO);
        assertThat(keys.find(TWO.kid())).isEqualTo(new TrustedKeys.Answer.Known(TWO));
        assertThat(validator.questions).hasValue(2);
    }

    @Test
    void aKeyIsNotCalledUnknownWhileTheValidatorCannotBeAsked() {
        validator.serves(ONE);
        keys.poll();
        validator.status = 503;
        pass(Duration.ofSeconds(3));
        assertThat(keys.find(TWO.kid())).isEqualTo(new TrustedKeys.Answer.Unavailable());
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
    }

    @Test
    void aFloodOfUnknownKidsCostsOneQuestionPerInterval() {
        keys.poll();
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.find("kid-" + i)).isEqualTo(new TrustedKeys.Answer.Unknown());
        }
        assertThat(validator.questions).hasValue(2);
        pass(Duration.ofSeconds(1));
        keys.find("another");
        keys.find("and another");
        assertThat(validator.questions).hasValue(3);
    }

    @Test
    void whoeverWaitsForTheSameQuestionGetsItsAnswer() {
        keys.poll();
        validator.serves(TWO);
        validator.held = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> keys.find(TWO.kid()));
        await().until(() -> validator.questions.get() == 2);
        var second = CompletableFuture.supplyAsync(() -> keys.find(TWO.kid()));
        validator.held.countDown();
        assertThat(first.join()).isEqualTo(new TrustedKeys.Answer.Known(TWO));
        assertThat(second.join()).isEqualTo(new TrustedKeys.Answer.Known(TWO));
        assertThat(validator.questions).hasValue(2);
    }

    @Test
    void aKnownKeyIsFoundWhileAQuestionHangs() {
        validator.serves(ONE);
        keys.poll();
        validator.held = new CountDownLatch(1);
        var hanging = CompletableFuture.runAsync(keys::poll);
        await().until(() -> validator.questions.get() == 2);
        assertThat(keys.find(ONE.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
        assertThat(hanging).isNotDone();
    }

    @Test
    void aValidatorThatNeverEndsItsAnswerIsGivenUp() {
        validator.held = new CountDownLatch(1);
        var settings = new ValidatorSettings(
                validator.address(), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(100));
        try (var impatient = new ValidatorTrustedKeys(settings, System::nanoTime)) {
            impatient.poll();
            assertThat(impatient.fault()).isPresent();
            assertThat(impatient.find(ONE.kid())).isEqualTo(new TrustedKeys.Answer.Unavailable());
        }
    }

    @Test
    void aTaintOnceHeardIsNotTakenBack() {
        TrustedKey tainted =
                new TrustedKey(ONE.key(), ONE.owner(), ONE.use(), KeyState.TAINTED, ONE.services(), T, null);
        validator.serves(tainted);
        keys.poll();
        validator.serves(ONE);
        keys.poll();
        assertThat(keys.find(ONE.kid())).isEqualTo(new TrustedKeys.Answer.Known(tainted));
    }

    @Test
    void aKeyThatLeftTheSetIsUnknown() {
        validator.serves(ONE, TWO);
        keys.poll();
        validator.serves(TWO);
        keys.poll();
        assertThat(keys.find(ONE.kid())).isEqualTo(new TrustedKeys.Answer.Unknown());
    }

    @Test
    void polledInTheBackgroundATaintIsHeardWithinTheInterval() {
        validator.serves(ONE);
        try (var polling = ValidatorTrustedKeys.polling(validator.settings())) {
            await().until(() -> polling.find(ONE.kid()) instanceof TrustedKeys.Answer.Known);
            validator.serves(new TrustedKey(ONE.key(), "n", KeyUse.TXN, KeyState.TAINTED, Set.of(), T, null));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> polling.find(ONE.kid()) instanceof TrustedKeys.Answer.Known known
                            && known.key().state() == KeyState.TAINTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1:8081",
                "http://validator",
                "http://127.0.0.1.evil.example",
                "ftp://127.0.0.1",
                "file:///etc/passwd",
                "127.0.0.1:8081"
            })
    void anAddressThatCouldBeAnothersIsRefused(String address) {
        assertThatThrownBy(() -> ValidatorSettings.at(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static TrustedKey key(KeyState state) {
        VerifyingKey key = SigningKey.generate(new SecureRandom()).publicKey();
        return new TrustedKey(key, "node-1", KeyUse.TXN, state, Set.of("orders"), null, null);
    }
}
