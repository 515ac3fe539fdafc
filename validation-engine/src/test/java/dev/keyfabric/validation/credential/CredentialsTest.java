package dev.keyfabric.validation.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.settings.CredentialRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Credential KEY = Credential.of("k");

    private static Credential both(List<String> authorization, List<String> xApiKey) {
        return Credentials.of(CredentialRule.BOTH, authorization, xApiKey);
    }

    @Test
    void aKeyMayStandInThreeForms() {
        assertThat(both(List.of("Bearer k"), List.of())).isEqualTo(KEY);
        assertThat(both(List.of("ApiKey k"), List.of())).isEqualTo(KEY);
        assertThat(both(List.of("bEARER   k "), List.of())).isEqualTo(KEY);
        assertThat(both(List.of(), List.of(" k "))).isEqualTo(KEY);
    }

    @Test
    void nothingOfOursIsMissing() {
        assertThat(both(List.of(), List.of())).isEqualTo(Credential.MISSING);
        assertThat(both(List.of("Basic dXNlcjpwYXNz"), List.of())).isEqualTo(Credential.MISSING);
        assertThat(both(List.of("Bearer"), List.of())).isEqualTo(Credential.MISSING);
        assertThat(both(List.of("Bearer "), List.of())).isEqualTo(Credential.MISSING);
        assertThat(both(List.of(), List.of(""))).isEqualTo(Credential.MISSING);
    }

    @Test
    void twoAreAmbiguousThoughTheySayTheSame() {
        assertThat(both(List.of("Bearer k"), List.of("k"))).isEqualTo(Credential.AMBIGUOUS);
        assertThat(both(List.of("Basic x"), List.of("k"))).isEqualTo(Credential.AMBIGUOUS);
        assertThat(both(List.of("Bearer k", "Bearer k"), List.of())).isEqualTo(Credential.AMBIGUOUS);
        assertThat(both(List.of(), List.of("k", "k"))).isEqualTo(Credential.AMBIGUOUS);
    }

    @Test
    void underOneHeaderAloneTheOtherIsNotOurs() {
        assertThat(Credentials.of(CredentialRule.X_API_KEY, List.of("Bearer other"), List.of("k")))
                .isEqualTo(KEY);
        assertThat(Credentials.of(CredentialRule.AUTHORIZATION, List.of("Bearer k"), List.of("other")))
                .isEqualTo(KEY);
        assertThat(Credentials.of(CredentialRule.X_API_KEY, List.of("Bearer k"), List.of()))
                .isEqualTo(Credential.MISSING);
    }

    @Test
    void itIsNeverPrinted() {
        assertThat(Credential.of("secret").toString()).doesNotContain("secret");
    }
}
