package dev.keyfabric.quickstart.enrol;

import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** What an admin does once for each part of a fabric. Doing it again changes nothing for a part that has its key. */
public final class Enrolments {
    /** Enrolment keys belong to a consumer, as all keys do. */
    private static final String CONSUMER = "fabric";

    private final RegistryClient admin;

    public Enrolments(RegistryClient admin) {
        this.admin = admin;
    }

    /** A validator's key, which signs tokens for the services of its host. */
    public void validator(String nodeId, List<String> services, Path file) {
        if (!isEnrolled("txn", nodeId)) {
            again("txn", nodeId, services, file);
        }
    }

    /** A service's key, which signs its stamps. */
    public void service(String serviceId, Path file) {
        if (!isEnrolled("stamp", serviceId)) {
            again("stamp", serviceId, List.of(serviceId), file);
        }
    }

    /** For a part that lost its key, or shall have another. The registry takes it as the alarm it is. */
    public void again(String use, String owner, List<String> services, Path file) {
        admin.ensureConsumer(CONSUMER, "Nodes and services of this fabric");
        Map<String, Object> enrols = Map.of("use", use, "owner", owner, "services", services);
        replace(file, admin.issueEnrolmentKey(CONSUMER, owner, enrols));
    }

    private boolean isEnrolled(String use, String owner) {
        return admin.get("/v1/signing-keys?status=ACTIVE&use=" + use + "&owner=" + owner)
                        .body()
                        .path("items")
                        .size()
                > 0;
    }

    /** Whole or not at all, and for nobody but the owner. */
    static void replace(Path file, String content) {
        try {
            Path folder = Files.createDirectories(
                    file.toAbsolutePath().resolveSibling(".").normalize());
            FileAttribute<?> ownerOnly =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path draft = Files.createTempFile(folder, ".enrolment", ".tmp", ownerOnly);
            Files.writeString(draft, content + "\n", StandardCharsets.US_ASCII);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
