package dev.keyfabric.validation.view;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decoded records of the kinds of which there are few, in front of the database. It never shows what a finished write has
 * replaced: loading a place and dropping it exclude each other, and a place is dropped once it was written, so that a load
 * that ran before the write is dropped by it, and one that runs after reads what was written.
 *
 * <p>That nothing is at a place can be kept too: their ids come from records and from configurations and are asked for again
 * and again.
 */
final class DecodedCache {
    private static final Object ABSENT = new Object();

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final ConcurrentHashMap<CacheKey, Sieve.Entry> entries = new ConcurrentHashMap<>();
    private final Sieve sieve;

    /** A cache of so many entries. */
    DecodedCache(int capacity) {
        this.sieve = new Sieve(capacity, entry -> entries.remove(entry.key(), entry));
    }

    /** How often it was asked and had the answer. */
    long hits() {
        return hits.sum();
    }

    /** How often it was asked and had to load. */
    long misses() {
        return misses.sum();
    }

    /**
     * What is at a place, from here or from the loader; null when the loader has nothing.
     *
     * @param loader asks nothing of this cache
     */
    @SuppressWarnings("unchecked") // a column holds one type
    <T> @Nullable T get(CacheKey key, Function<CacheKey, @Nullable T> loader) {
        Sieve.Entry entry = entries.get(key);
        if (entry == null) {
            misses.increment();
            return (T) load(key, loader);
        }
        hits.increment();
        entry.ask();
        return (T) entry.value();
    }

    /** The same, and that the loader has nothing is kept too. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a column holds one type; there is one absence
    <T> @Nullable T getOrAbsence(CacheKey key, Function<CacheKey, @Nullable T> loader) {
        Object found = get(key, place -> {
            T loaded = loader.apply(place);
            return loaded == null ? ABSENT : loaded;
        });
        return found == ABSENT ? null : (T) found;
    }

    private @Nullable Object load(CacheKey key, Function<CacheKey, ? extends @Nullable Object> loader) {
        Sieve.Entry entry = entries.computeIfAbsent(key, place -> {
            Object loaded = loader.apply(place);
            return loaded == null ? null : new Sieve.Entry(place, loaded, 1);
        });
        if (entry == null) {
            return null;
        }
        // By whoever comes first, whether he loaded it or waited for it.
        sieve.admit(entry);
        return entry.value();
    }

    /** Writes, and drops what that has changed; also when the write fails, whose outcome may not be known. */
    void write(Collection<CacheKey> replaced, Runnable write) {
        try {
            write.run();
        } finally {
            replaced.forEach(this::drop);
        }
    }

    private void drop(CacheKey key) {
        Sieve.Entry entry = entries.remove(key);
        if (entry != null) {
            sieve.drop(entry);
        }
    }
}
