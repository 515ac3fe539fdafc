package dev.keyfabric.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/embedded.md shows is code that compiles. */
class EmbeddedPageTest {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final String HERE = "consumer-context-micronaut/src/test/java/dev/keyfabric/micronaut/";

    @Test
    void everyLineOfARecipeIsCompiledCode() throws IOException {
        String compiled = squeezed(read(HERE + "EmbeddedRecipes.java") + read(HERE + "Orders.java"));
        Matcher recipe = JAVA.matcher(read("docs/embedded.md"));
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

    private static String read(String file) throws IOException {
        return Files.readString(TREE.resolve(file));
    }
}
