package dev.keyfabric.registry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Path DOCUMENT = Path.of("../docs/openapi.yml");

    @Test
    void theDocumentSaysWhatTheListsOfOperationsAndShapesSay() throws IOException {
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            Files.writeString(DOCUMENT, ApiDocument.text());
        }
        assertThat(Files.readString(DOCUMENT))
                .as("make docs/openapi.yml again with -Dtest=OpenApiTest -Dkeyfabric.docs.write=true")
                .isEqualTo(ApiDocument.text());
    }
}
