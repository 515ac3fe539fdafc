package dev.keyfabric.quickstart.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.keyfabric.key.ApiKey;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which classes hold a secret (a key, or a text or bytes under a telling name), and whether their {@code toString()} is
 * their own. A record has one in any case: the compiler's is final, one written by hand is not.
 */
final class HoldsSecret {
    private static final Set<String> TEXT_OR_BYTES =
            Set.of("java.lang.String", "java.lang.CharSequence", "[C", "[B", "java.nio.ByteBuffer");

    static final DescribedPredicate<JavaClass> HOLDS_SECRET =
            DescribedPredicate.describe("hold a key, password or secret", HoldsSecret::holdsSecret);

    static final ArchCondition<JavaClass> OVERRIDE_TO_STRING = new ArchCondition<>("override toString()") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            Optional<JavaMethod> own = type.tryGetMethod("toString");
            boolean written = own.isPresent()
                    && !(type.isRecord() && own.get().getModifiers().contains(JavaModifier.FINAL));
            events.add(new SimpleConditionEvent(
                    type, written, type.getName() + (written ? " overrides" : " does not override") + " toString()"));
        }
    };

    private HoldsSecret() {}

    private static boolean holdsSecret(JavaClass type) {
        return type.getFields().stream()
                .filter(f -> !f.getModifiers().contains(JavaModifier.STATIC)
                        && !f.getModifiers().contains(JavaModifier.SYNTHETIC))
                .anyMatch(HoldsSecret::isSecret);
    }

    private static boolean isSecret(JavaField field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        boolean telling = name.endsWith("password") || name.endsWith("secret") || name.endsWith("pepper");
        return field.getAllInvolvedRawTypes().stream().anyMatch(t -> t.isEquivalentTo(ApiKey.class))
                || (telling && TEXT_OR_BYTES.contains(field.getRawType().getName()));
    }
}
