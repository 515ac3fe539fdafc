package dev.keyfabric.cli.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFiles() {}

    /** Makes an empty file of mode 0600; one that is there is left as it is. */
    public static void createNew(Path file) throws IOException {
        Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(OWNER))
                .close();
    }

    /** Writes into a file that is there already. */
    public static void fill(Path file, String text) throws IOException {
        try (ByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Puts a text in a file's place in one step, mode 0600, in a folder of mode 0700. */
    static void replace(Path file, String text) throws IOException {
        Path folder = folder(file);
        Path beside = Files.createTempFile(folder, ".new", null, mode(OWNER));
        try {
            fill(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** The folder of a file, made with mode 0700 where it is not there. */
    static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder to write into");
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    /** Whether others than its owner may read or write a file. */
    static boolean isOpen(Path file) throws IOException {
        return !OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
