package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final Path PAGE = Pages.root().resolve("docs/configuration.md");

    @Test
    void thePageSaysWhatTheCodeReads() throws IOException {
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            Files.writeString(PAGE, ConfigurationPage.text());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md is not what the code says; make it again: %s", ConfigurationPage.REGENERATE)
                .isEqualTo(ConfigurationPage.text());
    }
}
