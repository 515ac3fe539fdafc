package dev.keyfabric.validation.view;

import dev.keyfabric.validation.Folders;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Cache and database together show what a variable would: Lincheck runs one writer and one reader in many interleavings
 * of their steps, those inside the cache's library included, and looks for an answer that no order of the calls explains.
 * The cache and the RocksDB below it are the real ones; a call of the database is one step, since it is native code and
 * atomic by its contract. Each run has a place in the database of its own.
 *
 * <p>That progress, too, is shown only after the effects is {@link NeverStaleCacheTest}'s.
 */
public class CacheOverStoreTest {
    private static final int SCENARIOS = 5;
    private static final int INTERLEAVINGS = 150;
    private static final Database DATABASE = Database.open(Folders.fresh(), new Memory(16));
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final RowCache cache = new RowCache(1 << 20);
    private final CacheKey place = new CacheKey(Column.KEYS, "run-" + RUNS.incrementAndGet());
    private int version;

    @Operation(nonParallelGroup = "writer")
    public void write() {
        // As the store does for secrets: a place that was empty needs no drop.
        List<CacheKey> replaced = version == 0 ? List.of() : List.of(place);
        byte[] next = {(byte) ++version};
        cache.write(replaced, () -> DATABASE.put(Column.KEYS, place.key(), next));
    }

    @Operation
    public int read() {
        byte[] read = cache.get(place, asked -> DATABASE.get(Column.KEYS, asked.key()));
        return read == null ? 0 : read[0];
    }

    @Test
    void noReadShowsWhatAFinishedWriteHasReplaced() {
        check(CacheOverStoreTest.class);
    }

    static void check(Class<?> tested) {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(1)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(Database.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .sequentialSpecification(Variable.class)
                .check(tested);
    }

    /** What it should look like: nothing between the writer and the reader. */
    public static class Variable {
        private int version;

        public void write() {
            version++;
        }

        public int read() {
            return version;
        }
    }
}
