package dev.keyfabric.validation.view;

import dev.keyfabric.validation.Events;
import java.util.List;
import java.util.function.IntFunction;

/** Fills a cache with entries of a column, and prints what they weigh as a share of what they take of the heap. */
final class HeapOfEntries {
    private static final int ENTRIES = 50_000;

    private HeapOfEntries() {}

    public static void main(String[] args) {
        Column column = Column.valueOf(args[0]);
        DecodedCache warm = filled(column);
        long before = usedHeap();
        DecodedCache cache = filled(column);
        long taken = usedHeap() - before;
        if (warm.weight() != cache.weight()) {
            throw new IllegalStateException("the same entries weigh differently");
        }
        System.out.println(cache.weight() / (double) taken);
    }

    private static DecodedCache filled(Column column) {
        IntFunction<Object> value = switch (column) {
            case KEYS -> i -> held(SubjectKind.KEY, Events.key(keyId(i), owner(i), 1, k -> {}));
            case CONSUMERS -> i -> held(SubjectKind.CONSUMER, Events.consumer(owner(i), 1, c -> {}));
            case HASHES -> i -> List.of(keyId(i));
            default -> throw new IllegalArgumentException(column.name());
        };
        DecodedCache cache = new DecodedCache(1024);
        for (int i = 0; i < ENTRIES; i++) {
            Object kept = value.apply(i);
            cache.get(new CacheKey(column, "%032d".formatted(i)), place -> kept);
        }
        return cache;
    }

    /** As a reader of the store gets it. */
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

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
