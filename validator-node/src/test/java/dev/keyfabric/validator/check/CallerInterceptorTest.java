package dev.keyfabric.validator.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerInterceptorTest {
    private final CallerInterceptor guarded = new CallerInterceptor(true, (certificate, authorization) -> false);

    @Test
    void aFailureToTellWhoCallsIsNoAdmission() {
        assertThat(guarded.admits(() -> {
                    throw new IllegalStateException("the view is closed");
                }))
                .isFalse();
        assertThat(guarded.admits(() -> {
                    throw new StackOverflowError();
                }))
                .isFalse();
    }

    @Test
    void whereNoProofIsWantedNobodyIsAsked() {
        CallerInterceptor open = new CallerInterceptor(false, (certificate, authorization) -> false);

        assertThat(open.admits(() -> {
                    throw new IllegalStateException("asked");
                }))
                .isTrue();
    }

    @Test
    void whoeverIsKnownIsAdmittedAndNobodyElse() {
        assertThat(guarded.admits(() -> true)).isTrue();
        assertThat(guarded.admits(() -> false)).isFalse();
    }
}
