package dev.keyfabric.context.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorKeyStatesTest {
    private static final KeyId KEY = KeyId.derive("acme", "c1");
    private static final String ACTIVE =
            "{\"status\":\"ACTIVE\",\"reason\":null,\"changedAt\":\"2026-11-21T12:00:00.5Z\","
                    + "\"consumerStatus\":\"ACTIVE\",\"asOf\":{\"position\":{\"keys.v1\":[1,2]},\"stalenessMs\":12}}";
    private static final KeyStates.Answer UNAVAILABLE = new KeyStates.Answer.Unavailable();

    private final FakeValidator validator = new FakeValidator();
    private final AtomicLong nanos = new AtomicLong();
    private final ValidatorKeyStates states = new ValidatorKeyStates(validator.settings(), nanos::get);

    @AfterEach
    void close() {
        validator.close();
    }

    @Test
    void whatTheValidatorKnowsIsAnswered() {
        validator.body = ACTIVE;
        assertThat(states.of(KEY))
                .isEqualTo(new KeyStates.Answer.Known(
                        new ApiKeyState("ACTIVE", null, Instant.parse("2026-11-21T12:00:00.5Z"), "ACTIVE")));
        assertThat(validator.lastPath).isEqualTo("/v1/key-states/" + KEY.text());
    }

    @Test
    void aRevocationIsHeardAfterASecond() {
        validator.body = ACTIVE;
        states.of(KEY);
        validator.body =
                "{\"status\":\"REVOKED\",\"reason\":\"compromised\",\"changedAt\":null,\"consumerStatus\":null}";
        pass(Duration.ofMillis(999));
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(validator.questions).hasValue(1);
        pass(Duration.ofMillis(1));
        assertThat(states.of(KEY))
                .isEqualTo(new KeyStates.Answer.Known(new ApiKeyState("REVOKED", "compromised", null, null)));
    }

    @Test
    void beingAskedOftenDoesNotProlongWhatIsRemembered() {
        validator.body = ACTIVE;
        for (int i = 0; i < 21; i++) {
            states.of(KEY);
            pass(Duration.ofMillis(100));
        }
        assertThat(validator.questions).hasValue(3);
    }

    @Test
    void aKeyThatTheValidatorDoesNotKnowIsUnknown() {
        validator.status = 404;
        assertThat(states.of(KEY)).isEqualTo(new KeyStates.Answer.Unknown());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 400, 401, 500, 503})
    void anyOtherAnswerIsUnavailable(int status) {
        validator.status = status;
        validator.body = status == 204 ? "" : ACTIVE;
        assertThat(states.of(KEY)).isEqualTo(UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"status\":1}",
                "{\"status\":\"ACTIVE\",\"changedAt\":\"yesterday\"}",
                "{\"status\":\"ACTIVE\",\"status\":\"REVOKED\"}",
                "{\"status\":\"ACTIVE\",\"reason\":7}"
            })
    void anAnswerThatIsNotUnderstoodIsUnavailable(String body) {
        validator.body = body;
        assertThat(states.of(KEY)).isEqualTo(UNAVAILABLE);
    }

    @Test
    void aFailureIsRememberedForATenthOfASecondAlone() {
        validator.status = 503;
        validator.body = ACTIVE;
        states.of(KEY);
        states.of(KEY);
        assertThat(validator.questions).hasValue(1);
        validator.status = 200;
        pass(Duration.ofMillis(100));
        assertThat(status()).isEqualTo("ACTIVE");
    }

    @Test
    void aValidatorThatIsGoneIsUnavailable() {
        validator.close();
        assertThat(states.of(KEY)).isEqualTo(UNAVAILABLE);
    }

    private String status() {
        return ((KeyStates.Answer.Known) states.of(KEY)).state().status();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
