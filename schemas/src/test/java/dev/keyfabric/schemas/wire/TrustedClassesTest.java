package dev.keyfabric.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.event.KeyStatus;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class TrustedClassesTest {
    @Test
    void avroMayMakeOurValuesAndNothingElseOfOurs() {
        TrustedClasses.trustOurs();
        ClassSecurityValidator.validate(KeyStatus.class);
        assertThatThrownBy(() -> ClassSecurityValidator.validate(Wire.class)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> ClassSecurityValidator.validate(ProcessBuilder.class))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void whatOthersTrustStaysTrusted() {
        ClassSecurityValidator.ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        try {
            ClassSecurityValidator.setGlobal(type -> type == StringBuilder.class);
            TrustedClasses.trustOurs();
            ClassSecurityValidator.validate(StringBuilder.class);
            ClassSecurityValidator.validate(KeyStatus.class);
            ClassSecurityValidator.ClassSecurityPredicate once = ClassSecurityValidator.getGlobal();
            TrustedClasses.trustOurs();
            assertThat(ClassSecurityValidator.getGlobal()).isSameAs(once);
        } finally {
            ClassSecurityValidator.setGlobal(before);
        }
    }
}
