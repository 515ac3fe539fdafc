package dev.keyfabric.registry.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.registry.problem.ProblemException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private long now = Long.MAX_VALUE - 5;
    private final FailedAttempts failed = new FailedAttempts(() -> now);

    @Test
    void failuresAreToldHalfASecondApart() {
        assertThat(failed.turn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(failed.turn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1000));

        now += TimeUnit.SECONDS.toNanos(60);

        assertThat(failed.turn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void afterTooManyNothingIsTriedForAWhile() {
        for (int i = 0; i < 21; i++) {
            failed.turn();
        }
        assertThatThrownBy(failed::refuseWhenTooMany)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(429));

        now += TimeUnit.SECONDS.toNanos(2);

        assertThatCode(failed::refuseWhenTooMany).doesNotThrowAnyException();
    }
}
