package dev.keyfabric.context.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollerTest {
    private static final EnrolmentKey SECRET = EnrolmentKey.of("kf_live_0123456789abcdef");

    private final FakeRegistry registry = new FakeRegistry();
    private final Enroller enroller = new Enroller(registry.address(), Duration.ofSeconds(5));
    private final SigningKey key = SigningKey.generate(new SecureRandom());

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void theRegistrySeesAProofOfPossessionAndSaysWhoseTheKeyIs() throws Exception {
        Enrolled enrolled = enroller.enrol(SECRET, key, KeyState.PREPARED);

        assertThat(enrolled).isEqualTo(new Enrolled(key.kid(), "orders", KeyUse.STAMP, FakeRegistry.ROOT));
        assertThat(registry.enrolled).containsExactly(key.kid() + " PREPARED");
        assertThat(registry.used).containsEntry("kf_live_0123456789abcdef", key.kid());
    }

    @Test
    void theSameKeyMayBeEnrolledAgainAndAnotherIsAConflict() throws Exception {
        enroller.enrol(SECRET, key, KeyState.ACTIVE);
        enroller.enrol(SECRET, key, KeyState.ACTIVE);

        EnrolmentException conflict = failure(SigningKey.generate(new SecureRandom()));
        assertThat(conflict.code()).isEqualTo("ENROLMENT_KEY_USED");
        assertThat(conflict.isRetryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "401, {\"code\":\"UNAUTHENTICATED\"}, UNAUTHENTICATED, false",
        "403, '', HTTP_403, false",
        "409, <html>, HTTP_409, false",
        "400, '{\"code\":\"a key: kf_live_x\"}', HTTP_400, false",
        "429, '{\"code\":\"RATE_LIMITED\"}', RATE_LIMITED, true",
        "500, '', HTTP_500, true",
        "503, '{\"code\":\"WRITER_UNAVAILABLE\"}', WRITER_UNAVAILABLE, true",
        "302, '', HTTP_302, false"
    })
    void aRefusalHasItsCodeAndSaysWhetherItMayPass(int status, String body, String code, boolean retryable) {
        registry.refuse = status;
        registry.refusal = body;

        EnrolmentException failure = failure(key);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.getMessage()).doesNotContain("kf_live");
    }

    @Test
    void aLostAnswerMayBeAskedForAgain() throws Exception {
        registry.losesAnswers = true;
        EnrolmentException failure = failure(key);
        assertThat(failure.code()).isEqualTo(EnrolmentException.NO_ANSWER);
        assertThat(failure.isRetryable()).isTrue();

        registry.losesAnswers = false;
        assertThat(enroller.enrol(SECRET, key, KeyState.ACTIVE).kid()).isEqualTo(key.kid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kid|kidd", "owner|x", "trustRoot|root", "\"stamp\"|\"all\"", "\"orders\"|7", "}|", "rrr|r"})
    void anAnswerThatIsNotUnderstoodIsNone(String change) {
        String[] fromTo = change.split("\\|", -1);
        registry.garble = answer -> {
            assertThat(answer.contains("nonce") || answer.contains(fromTo[0])).isTrue();
            return answer.contains("nonce") ? answer : answer.replace(fromTo[0], fromTo[1]);
        };

        assertThat(failure(key).code()).isEqualTo(EnrolmentException.NO_ANSWER);
    }

    @Test
    void aRegistryThatIsNotThereIsNoAnswer() {
        registry.close();

        assertThat(failure(key).isRetryable()).isTrue();
    }

    @Test
    void aRegistryIsAskedOverHttpAloneAndAKeyIsEnrolledAsNothingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Enroller(URI.create("ftp://registry.example"), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> enroller.enrol(SECRET, key, KeyState.RETIRED));
    }

    private EnrolmentException failure(SigningKey with) {
        return catchThrowableOfType(EnrolmentException.class, () -> enroller.enrol(SECRET, with, KeyState.ACTIVE));
    }
}
