package dev.keyfabric.context.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.OnRevoked;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.TimeRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/stamps.md says is so. */
class StampsPageTest {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z0-9_]+)` \\| [^|]+ \\| ([^|]*) \\|$");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private final String page = read("docs/stamps.md");

    @Test
    void everyReasonHasItsRowAndItsRemedyAndNoOtherHas() {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2).strip()))
                    .as(row.group(1))
                    .isNull();
        }
        Map<String, String> reasons = Arrays.stream(StampRefusal.values())
                .collect(Collectors.toMap(StampRefusal::name, StampsPageTest::remedy, (a, b) -> a, TreeMap::new));
        assertThat(rows).isEqualTo(reasons);
    }

    private static String remedy(StampRefusal reason) {
        return reason.isRetryable() ? "waits" : reason.isOfOneBehind() ? "waits while young" : "";
    }

    @Test
    void everyValueOfAPolicyIsNamed() {
        assertThat(page)
                .contains(names(Binding.values()))
                .contains(names(TimeRule.values()))
                .contains(names(OnRevoked.values()));
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> "`" + value.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.joining(", "));
    }

    @Test
    void everyLineOfARecipeIsCompiledCode() {
        String compiled = squeezed(read("consumer-context-lib/src/test/java/dev/keyfabric/context/docs/Recipes.java")
                + read("consumer-context-micronaut/src/test/java/dev/keyfabric/context/micronaut/Payments.java"));
        Matcher recipe = JAVA.matcher(page);
        int recipes = 0;
        while (recipe.find()) {
            recipes++;
            assertThat(compiled).contains(squeezed(recipe.group(1)));
        }
        assertThat(recipes).isEqualTo(4);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(String file) {
        try {
            return Files.readString(TREE.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
