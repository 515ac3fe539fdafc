package dev.keyfabric.quickstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.quickstart.docs.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RightsTableTest {
    private static final Path PAGE = Pages.root().resolve("docs/security.md");
    private static final Pattern TABLE = Pattern.compile("\\| role \\| resource \\| operations \\|\n(\\|.*\\|\n)+");

    @Test
    void thePageShowsTheRightsThatTheCodeNames() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            Files.writeString(PAGE, TABLE.matcher(page).replaceFirst(Matcher.quoteReplacement(RightsTable.text())));
        }
        Matcher shown = TABLE.matcher(Files.readString(PAGE));

        assertThat(shown.find()).isTrue();
        assertThat(shown.group())
                .as("make it again with -Dtest=RightsTableTest -Dkeyfabric.docs.write=true")
                .isEqualTo(RightsTable.text());
    }
}
