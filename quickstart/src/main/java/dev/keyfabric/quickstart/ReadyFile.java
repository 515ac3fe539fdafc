package dev.keyfabric.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file by which a script learns that the fabric is up, and where; readable by its owner alone. */
final class ReadyFile {
    private ReadyFile() {}

    /** Writes it whole or not at all: it appears under its name only when complete. */
    static void write(Path file, Fabric fabric) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("registry", fabric.registryUrl());
        content.put("validators", fabric.validatorUrls());
        content.put("orders", fabric.ordersUrl());
        content.put("payments", fabric.paymentsUrl());
        content.put("kafka", fabric.broker().bootstrapServers());
        content.put("admin", Map.of("user", "admin", "password", fabric.adminPassword()));
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file name");
        }
        Path draft = Files.createTempFile(
                folder,
                ".ready",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, new ObjectMapper().writeValueAsString(content) + "\n");
        Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
