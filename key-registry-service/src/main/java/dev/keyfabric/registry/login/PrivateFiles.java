package dev.keyfabric.registry.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.function.Supplier;

/** Secrets in files that only their owner may read (mode 0600), made once and kept. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** The text in a file, made and written first when there is none. */
    static String readOrMake(Path file, Supplier<String> fresh) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var channel = Files.newByteChannel(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(StandardCharsets.UTF_8.encode(fresh.get() + "\n"));
            } catch (FileAlreadyExistsException e) {
                // Whoever could read it before may know it; from now on only the owner can.
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the file " + file, e);
        }
    }
}
