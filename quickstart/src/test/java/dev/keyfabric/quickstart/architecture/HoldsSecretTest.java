package dev.keyfabric.quickstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.keyfabric.key.ApiKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule about secrets must see those it is there for. */
class HoldsSecretTest {
    record Leaky(String name, ApiKey key) {}

    record LeakyList(List<Optional<ApiKey>> keys) {}

    record LeakyPassword(String adminPassword) {}

    static final class LeakyPepper {
        byte[] pepper = new byte[0];
    }

    record Careful(String name, ApiKey key) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final class CarefulLogin {
        char[] password = new char[0];

        @Override
        public String toString() {
            return "login";
        }
    }

    record Harmless(String keyId, String secretHash, int password) {}

    @ParameterizedTest
    @ValueSource(classes = {Leaky.class, LeakyList.class, LeakyPassword.class, LeakyPepper.class})
    void aTypeThatWouldPrintItsSecretIsFound(Class<?> type) {
        assertThat(judged(type).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Careful.class, CarefulLogin.class})
    void aTypeWithItsOwnToStringPasses(Class<?> type) {
        assertThat(judged(type).hasViolation()).isFalse();
    }

    @Test
    void aTypeWithoutASecretIsNotAsked() {
        JavaClass harmless = new ClassFileImporter().importClass(Harmless.class);
        assertThat(HoldsSecret.HOLDS_SECRET.test(harmless)).isFalse();
    }

    private static EvaluationResult judged(Class<?> type) {
        return ArchRuleDefinition.classes()
                .that(HoldsSecret.HOLDS_SECRET)
                .should(HoldsSecret.OVERRIDE_TO_STRING)
                .evaluate(new ClassFileImporter().importClasses(type));
    }
}
