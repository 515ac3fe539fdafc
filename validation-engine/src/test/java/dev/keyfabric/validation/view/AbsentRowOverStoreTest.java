package dev.keyfabric.validation.view;

import dev.keyfabric.validation.Folders;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** As {@link AbsenceOverStoreTest}, where the cache is of rows and keeps that there is nothing: no read shows an absence that is over. */
public class AbsentRowOverStoreTest {
    private static final Database DATABASE = Database.open(Folders.fresh(), new Memory(16));
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final RowCache cache = new RowCache(1 << 20);
    private final CacheKey place = new CacheKey(Column.CONSUMERS, "run-" + RUNS.incrementAndGet());
    private int version;

    @Operation(nonParallelGroup = "writer")
    public void write() {
        byte[] next = {(byte) ++version};
        cache.write(List.of(place), () -> DATABASE.put(Column.CONSUMERS, place.key(), next));
    }

    @Operation
    public int read() {
        byte[] read = cache.get(place, asked -> {
            byte[] stored = DATABASE.get(Column.CONSUMERS, asked.key());
            return stored == null ? RowCache.nothing() : stored;
        });
        return read.length == 0 ? 0 : read[0];
    }

    @Test
    void noReadShowsAnAbsenceThatIsOver() {
        CacheOverStoreTest.check(AbsentRowOverStoreTest.class);
    }
}
