package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.validation.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.PerfContext;
import org.rocksdb.PerfLevel;

class DatabaseTest {
    private static final byte[] KEY = Texts.bytes("key");
    private static final byte[] VALUE = Texts.bytes("value");
    private static final int KEYS = 20_000;

    private final Path folder = Folders.fresh();
    private final Memory memory = new Memory(16);

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void aReopenThatFailsIsTriedAgainAndLosesNothing() throws Exception {
        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        try (Database database = Database.open(folder, memory)) {
            database.putSynced(Column.KEYS, KEY, VALUE);
            Files.move(folder, away);
            Files.createFile(folder);
            assertThatThrownBy(database::reopen).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> database.get(Column.KEYS, KEY)).isInstanceOf(StoreException.class);

            Files.delete(folder);
            Files.move(away, folder);
            database.reopen();

            assertThat(database.get(Column.KEYS, KEY)).isEqualTo(VALUE);
            database.put(Column.KEYS, KEY, KEY);
            assertThat(database.get(Column.KEYS, KEY)).isEqualTo(KEY);
        }
    }

    @Test
    void onceClosedItIsNotOpenedAnew() {
        Database database = Database.open(folder, memory);
        database.close();

        assertThatThrownBy(database::reopen).isInstanceOf(StoreException.class).hasMessageContaining("closed");
    }

    /** A filter of 16 bits a key lets about one unknown hash in a thousand through to a block. */
    @Test
    void anUnknownHashCostsNoReadOfTheDisk() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        try (Database database = Database.open(folder, memory)) {
            for (int i = 0; i < KEYS; i++) {
                database.put(Column.HASHES, hash(random), VALUE);
            }
        }
        try (OpenDatabase open = OpenDatabase.open(folder, memory, false)) {
            // The filters themselves are read once.
            for (int i = 0; i < 100; i++) {
                open.db().get(open.handle(Column.HASHES), hash(random));
            }
            open.db().setPerfLevel(PerfLevel.ENABLE_COUNT);
            PerfContext counted = open.db().getPerfContext();
            counted.reset();
            for (int i = 0; i < KEYS; i++) {
                assertThat(open.db().get(open.handle(Column.HASHES), hash(random)))
                        .isNull();
            }
            assertThat(counted.getBlockReadCount()).isLessThan(KEYS / 200);
        }
    }

    private static byte[] hash(SplittableRandom random) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return hash;
    }
}
