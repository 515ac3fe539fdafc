package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TornWriteTest {
    private static final int CUTS = Integer.getInteger("keyfabric.test.cuts", 25);
    private static final int BATCHES = 30;

    private final long seed = Long.getLong("keyfabric.test.seed", System.nanoTime());
    private final SeededHistory history = new SeededHistory(seed, BATCHES);
    private final SplittableRandom random = new SplittableRandom(seed);

    /** What a process that dies amid a write leaves is a log that ends anywhere. */
    @Test
    void aLogThatEndsAmidAWriteIsReadUpToTheBatchBefore() throws Exception {
        System.out.println("keyfabric.test.seed=" + seed);
        Path running = Folders.fresh();
        Path left = Folders.fresh();
        try (FabricView view = StoredView.open(running, Failpoint.NONE)) {
            ViewVictim.feed(view, history.batches());
            copy(running, left);
        }
        Set<Long> seen = new HashSet<>();
        for (int cut = 0; cut < CUTS; cut++) {
            Path torn = Folders.fresh();
            copy(left, torn);
            long length = cutLog(torn.resolve("1"));

            StoredView stored = StoredView.of(torn);

            assertThat(stored.differences(StoredView.expected(history, stored.progress())))
                    .as("seed %d: log of %d bytes", seed, length)
                    .isEmpty();
            seen.add(stored.batches(history));
        }
        assertThat(seen).as("seed %d: batches left", seed).hasSizeGreaterThan(CUTS / 3);
    }

    private long cutLog(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                long length = random.nextLong(channel.size());
                channel.truncate(length);
                return length;
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
