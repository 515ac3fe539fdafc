package dev.keyfabric.validation.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.validation.credential.Credentials;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.settings.CredentialRule;
import java.util.List;

/**
 * Whatever a caller shows, and whatever a proxy's query says. In the build this runs what lies under {@code
 * CredentialFuzzTestInputs}; with {@code JAZZER_FUZZ=1} in the environment it looks for more.
 */
class CredentialFuzzTest {
    @FuzzTest
    void aKeyIsItsTextToTheLetterOrIsNone(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        ApiKey.parse(text, KeyPrefixes.DEFAULT).ifPresent(key -> {
            assertThat(key.reveal()).isEqualTo(text);
            assertThat(key.toString()).doesNotContain(text);
        });
    }

    @FuzzTest
    void oneHeaderShowsAtMostOneCredentialAndIsNotPrinted(FuzzedDataProvider data) {
        String line = data.consumeRemainingAsString();
        for (CredentialRule rule : CredentialRule.values()) {
            Credential bearer = Credentials.of(rule, List.of("Bearer " + line), List.of());
            Credential own = Credentials.of(rule, List.of(), List.of(line));
            assertThat(bearer).isNotEqualTo(Credential.AMBIGUOUS);
            assertThat(own).isNotEqualTo(Credential.AMBIGUOUS);
            if (own instanceof Credential.Shown shown) {
                assertThat(shown.text()).isEqualTo(line.strip());
                assertThat(shown).hasToString("Shown[…]");
            }
            assertThat(Credentials.of(CredentialRule.BOTH, List.of(line), List.of(line)))
                    .isEqualTo(Credential.AMBIGUOUS);
        }
    }

    @FuzzTest
    void aPolicyIsWithinItsRangesOrIsNone(FuzzedDataProvider data) {
        Policy.parse(data.consumeRemainingAsString()).ifPresent(policy -> {
            assertThat(policy.audience() == null || Policy.isId(policy.audience()))
                    .isTrue();
            assertThat(policy.scopes()).hasSizeLessThanOrEqualTo(Scopes.MAX).allMatch(Scopes::isScope);
        });
    }
}
