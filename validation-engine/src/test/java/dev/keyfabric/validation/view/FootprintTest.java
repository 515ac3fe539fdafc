package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.Events;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The heap is measured, so the records are many: what else the JVM allocates meanwhile is small beside them. */
class FootprintTest {
    private static final int ENTRIES = 50_000;
    private static final double TOLERANCE = 0.2;

    @Test
    void aKeyWeighsWhatItTakesOfTheHeap() {
        measure(SubjectKind.KEY.column(), i -> held(SubjectKind.KEY, Events.key(keyId(i), owner(i), 1, k -> {})));
    }

    @Test
    void aConsumerWeighsWhatItTakesOfTheHeap() {
        measure(SubjectKind.CONSUMER.column(), i -> held(SubjectKind.CONSUMER, Events.consumer(owner(i), 1, c -> {})));
    }

    @Test
    void aHashWeighsWhatItTakesOfTheHeap() {
        measure(Column.HASHES, i -> List.of(keyId(i)));
    }

    private static void measure(Column column, IntFunction<Object> value) {
        DecodedCache warm = filled(column, value);
        long before = usedHeap();
        DecodedCache cache = filled(column, value);
        long taken = usedHeap() - before;

        assertThat(cache.weight() / (double) taken).isBetween(1 - TOLERANCE, 1 + TOLERANCE);
        assertThat(warm.weight()).isEqualTo(cache.weight());
    }

    private static DecodedCache filled(Column column, IntFunction<Object> value) {
        DecodedCache cache = new DecodedCache(1024);
        for (int i = 0; i < ENTRIES; i++) {
            Object kept = value.apply(i);
            cache.get(new CacheKey(column, "%032d".formatted(i)), place -> kept);
        }
        return cache;
    }

    private static <S extends Subject> Held<S> held(SubjectKind<S> kind, byte[] value) {
        return Stored.fromBytes(Stored.good(kind.read(value), value).toBytes(), kind)
                .held();
    }

    private static String owner(int i) {
        return "consumer-" + i;
    }

    private static String keyId(int i) {
        return Events.keyId(owner(i), "command-" + i);
    }

    /** What is left once collecting frees no more: what ran before goes in several turns. */
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (long now = used - 1; now < used; now = runtime.totalMemory() - runtime.freeMemory()) {
            used = now;
            System.gc();
        }
        return used;
    }
}
