package dev.keyfabric.validation.view;

import dev.keyfabric.validation.Folders;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** As {@link CacheOverStoreTest}, where the cache keeps that there is nothing: no read shows an absence that is over. */
public class AbsenceOverStoreTest {
    private static final Database DATABASE = Database.open(Folders.fresh(), new Memory(16));
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final DecodedCache cache = new DecodedCache(100);
    private final CacheKey place = new CacheKey(Column.SERVICES, "run-" + RUNS.incrementAndGet());
    private int version;

    @Operation(nonParallelGroup = "writer")
    public void write() {
        byte[] next = {(byte) ++version};
        cache.write(List.of(place), () -> DATABASE.put(Column.SERVICES, place.key(), next));
    }

    @Operation
    public int read() {
        Integer read = cache.getOrAbsence(place, this::load);
        return read == null ? 0 : read;
    }

    private Integer load(CacheKey asked) {
        byte[] stored = DATABASE.get(Column.SERVICES, asked.key());
        return stored == null ? null : Integer.valueOf(stored[0]);
    }

    @Test
    void noReadShowsAnAbsenceThatIsOver() {
        CacheOverStoreTest.check(AbsenceOverStoreTest.class);
    }
}
