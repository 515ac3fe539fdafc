package dev.keyfabric.validation.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The kinds of rows of which there are many, as they are asked for: keys, consumers, and which keys hold a secret. */
final class Rows {
    private static final int AT_A_TIME = 1024;
    /** Long enough for a write that waits to begin. */
    private static final long WRITES_FIRST_NANOS = 100_000;

    private final Database database;
    private final RowCache cache;
    private final AtomicLong warmed = new AtomicLong();

    Rows(Database database, RowCache cache) {
        this.database = database;
        this.cache = cache;
    }

    /** How many were taken into memory without being asked for. */
    long warmed() {
        return warmed.get();
    }

    /** Ids of the keys that hold the secret with this SHA-256. */
    List<String> keysByHash(byte[] sha256) {
        return HashIndex.idsOf(
                cache.get(new CacheKey(Column.HASHES, sha256), place -> database.getRare(Column.HASHES, place.key())));
    }

    @Nullable
    Held<KeyRecord> key(String id) {
        byte[] row = row(Column.KEYS, id, Rows::packedKey);
        return row == null ? null : Packing.key(id, row);
    }

    @Nullable
    Held<ConsumerRecord> consumer(String id) {
        byte[] row = row(Column.CONSUMERS, id, Rows::packedConsumer);
        return row == null ? null : Packing.consumer(id, row);
    }

    /** That nothing is there is kept too: ids of keys and consumers come from records. */
    private byte @Nullable [] row(Column column, String id, UnaryOperator<byte[]> packed) {
        byte[] row = cache.get(new CacheKey(column, id), place -> {
            byte[] stored = database.get(column, place.key());
            return stored == null ? RowCache.nothing() : packed.apply(stored);
        });
        return row == null || row.length == 0 ? null : row;
    }

    /** Writes, and drops what that has changed. */
    void write(Collection<CacheKey> replaced, Runnable write) {
        cache.write(replaced, write);
    }

    /**
     * Takes rows into memory until all are there or memory is full, some at a time.
     *
     * @param writes the lock that every write takes
     */
    void warm(Object writes) {
        List<Warming> columns = new ArrayList<>(List.of(
                new Warming(Column.HASHES, stored -> stored),
                new Warming(Column.KEYS, Rows::packedKey),
                new Warming(Column.CONSUMERS, Rows::packedConsumer)));
        while (!cache.isFull() && !columns.isEmpty()) {
            columns.removeIf(column -> !column.goOn(writes));
        }
    }

    private static byte[] packedKey(byte[] stored) {
        return Packing.key(Stored.fromBytes(stored, SubjectKind.KEY).held());
    }

    private static byte[] packedConsumer(byte[] stored) {
        return Packing.consumer(Stored.fromBytes(stored, SubjectKind.CONSUMER).held());
    }

    /** How far the rows of a column were taken into memory. */
    private final class Warming {
        private final Column column;
        private final UnaryOperator<byte[]> packed;
        private byte @Nullable [] next = new byte[0];

        Warming(Column column, UnaryOperator<byte[]> packed) {
            this.column = column;
            this.packed = packed;
        }

        /** Whether there may be more. */
        boolean goOn(Object writes) {
            byte[] from = next;
            if (from != null) {
                synchronized (writes) { // What is read here nobody replaces before it is in memory.
                    next = database.some(column, from, AT_A_TIME, (key, stored) -> {
                        cache.put(new CacheKey(column, key), packed.apply(stored));
                        warmed.incrementAndGet();
                    });
                }
            }
            LockSupport.parkNanos(WRITES_FIRST_NANOS);
            return next != null;
        }
    }
}
