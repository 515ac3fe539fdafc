package dev.keyfabric.validation.view;

import dev.keyfabric.validation.view.Failpoint.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one node on its disk, a folder each, numbered: one serves, the next may be filled beside it, and a corrupt
 * one is kept for inspection. Which one serves stands in a file that is replaced as one. The folder round them is the
 * owner's alone (0700), and locked as long as this is open.
 */
final class Generations implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNERS_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final String SERVING = "serving";
    private static final String CORRUPT = "corrupt-";

    private final Path folder;
    private final @Nullable FileChannel lock;
    private final Failpoint failpoint;

    private Generations(Path folder, @Nullable FileChannel lock, Failpoint failpoint) {
        this.folder = folder;
        this.lock = lock;
        this.failpoint = failpoint;
    }

    /**
     * The stores of a folder, which is made when it is not there.
     *
     * @throws StoreException when another process, or another view of this one, has it
     */
    static Generations open(Path folder, Failpoint failpoint) {
        try {
            Files.createDirectories(folder);
            if (!Files.getPosixFilePermissions(folder).equals(OWNERS_ALONE)) {
                Files.setPosixFilePermissions(folder, OWNERS_ALONE);
            }
            return new Generations(folder, lock(folder), failpoint);
        } catch (IOException e) {
            throw new StoreException("cannot use the folder " + folder, e);
        }
    }

    /** Null on a file system that cannot be written: nobody else writes there either. */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (ReadOnlyFileSystemException e) {
            return null;
        } catch (IOException e) {
            if (Files.getFileStore(folder).isReadOnly()) {
                return null;
            }
            throw e;
        }
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // said below
        }
        channel.close();
        throw new StoreException("the view in " + folder + " is in use by another process or node");
    }

    Path serving() {
        try {
            Path pointer = folder.resolve(SERVING);
            String name = Files.exists(pointer) ? Files.readString(pointer).strip() : "1";
            if (!isNumber(name)) {
                throw new StoreException(pointer + " names no store");
            }
            return folder.resolve(name);
        } catch (IOException e) {
            throw new StoreException("cannot tell which view in " + folder + " serves", e);
        }
    }

    /** A folder for one more store, not made yet. */
    Path next() {
        int highest = names().stream()
                .filter(Generations::isNumber)
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        return folder.resolve(String.valueOf(highest + 1));
    }

    /** From now on, and after a loss of power, another store serves. */
    void promote(Path store) {
        Path written = folder.resolve(SERVING + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    written,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap(store.getFileName().toString().getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            failpoint.passed(Step.NAMED);
            Files.move(
                    written,
                    folder.resolve(SERVING),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
            failpoint.passed(Step.PROMOTED);
        } catch (IOException e) {
            throw new StoreException("cannot let " + store + " serve", e);
        }
    }

    /** Keeps a corrupt store for inspection, instead of any kept before; returns where. */
    Path setAside(Path store) {
        Path aside = folder.resolve(CORRUPT + store.getFileName());
        names().stream().filter(name -> name.startsWith(CORRUPT)).forEach(name -> delete(folder.resolve(name)));
        try {
            return Files.move(store, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException("cannot set " + store + " aside", e);
        }
    }

    /** Deletes what was begun and never served, or served before. */
    void deleteAllBut(Path store) {
        names().stream()
                .filter(Generations::isNumber)
                .map(folder::resolve)
                .filter(other -> !other.equals(store))
                .forEach(Generations::delete);
    }

    static void delete(Path store) {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StoreException("cannot delete " + store, e);
        }
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new StoreException("cannot list " + folder, e);
        }
    }

    private static boolean isNumber(String name) {
        return name.matches("[1-9][0-9]{0,8}");
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new StoreException("cannot let go of " + folder, e);
        }
    }
}
