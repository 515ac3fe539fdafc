package dev.keyfabric.validation.rebuild;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyfabric.validation.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A small disk of its own, in memory; who may not mount one skips the test. */
final class Tmpfs implements AutoCloseable {
    final Path folder = Folders.fresh();
    private final Path filler = folder.resolve("filler");

    Tmpfs(int mib) throws Exception {
        Files.createDirectories(folder);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "none", folder.toString()),
                "needs the right to mount a file system");
    }

    /** Somebody else's file takes the space, but for so much. */
    void fill(int freeMib) throws IOException {
        try (FileChannel file = FileChannel.open(
                filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer block = ByteBuffer.allocate(4096);
            while (Files.getFileStore(folder).getUsableSpace() > ((long) freeMib << 20)) {
                block.clear();
                if (file.write(block) == 0) {
                    break;
                }
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    void remount(String mode) throws Exception {
        if (!run("mount", "-o", "remount," + mode, folder.toString())) {
            throw new IllegalStateException("cannot remount " + mode);
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", folder.toString());
    }
}
