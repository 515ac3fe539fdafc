package dev.keyfabric.validation;

import java.nio.file.Path;
import java.util.UUID;

/** Folders of tests, under the build's own. */
public final class Folders {
    private Folders() {}

    public static Path fresh() {
        return Path.of("target", "test-data", UUID.randomUUID().toString()).toAbsolutePath();
    }
}
