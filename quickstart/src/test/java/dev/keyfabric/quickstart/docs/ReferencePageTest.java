package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static final Path PAGE = Pages.root().resolve("docs/reference.md");

    @Test
    void thePageSaysWhatTheDocumentSays() throws IOException {
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            Files.writeString(PAGE, ReferencePage.text());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/reference.md is not what docs/openapi.yml says; make it again: %s", ReferencePage.REGENERATE)
                .isEqualTo(ReferencePage.text());
    }
}
