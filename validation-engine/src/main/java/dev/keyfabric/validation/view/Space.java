package dev.keyfabric.validation.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether a folder's disk can take more: some of it is left free, so that RocksDB never meets a full one by our doing. */
final class Space {
    private static final long ASKED_EVERY = Duration.ofMillis(100).toNanos();
    private static final int TRIED_BYTES = 1 << 16;
    private static final int MIB_SHIFT = 20;

    private final Path folder;
    private final long reserveBytes;
    private final LongSupplier nanos;
    private long askedAt;
    private @Nullable String shortage;

    Space(Path folder, int reserveMib, LongSupplier nanos) {
        this.folder = folder;
        this.reserveBytes = (long) reserveMib << MIB_SHIFT;
        this.nanos = nanos;
        this.askedAt = nanos.getAsLong() - ASKED_EVERY;
    }

    /** What lacks, in words, or null; looked at anew every 100 ms. */
    synchronized @Nullable String shortage() {
        long now = nanos.getAsLong();
        if (now - askedAt >= ASKED_EVERY) {
            askedAt = now;
            shortage = look();
        }
        return shortage;
    }

    /** Why a file cannot be written to the end, in words, or null. */
    @Nullable
    String writeFault() {
        Path tried = folder.resolve("write-check");
        try {
            try (FileChannel file = FileChannel.open(
                    tried, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                file.write(ByteBuffer.allocate(TRIED_BYTES));
                file.force(true);
            } finally {
                Files.deleteIfExists(tried);
            }
            return null;
        } catch (IOException e) {
            return "disk not writable: " + e.getMessage();
        }
    }

    private @Nullable String look() {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= reserveBytes
                    ? null
                    : "disk full: " + (free >> MIB_SHIFT) + " MiB free in " + folder + ", "
                            + (reserveBytes >> MIB_SHIFT) + " are left free";
        } catch (IOException e) {
            return "disk not readable: " + e.getMessage();
        }
    }
}
