package dev.keyfabric.validation.view;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decoded records in front of the database. It never shows what a finished write has replaced: loading a place and
 * dropping it exclude each other, and a place is dropped once it was written, so that a load that ran before the write is
 * dropped by it, and one that runs after reads what was written.
 *
 * <p>That nothing is at a place is kept for subjects by their ids, which come from records and from configurations and are
 * asked for again and again. It is not for secrets, which strangers make up: asking for unknown keys fills nothing.
 */
final class DecodedCache {
    private static final int FIXED_WEIGHT = 512;
    private static final Object ABSENT = new Object();

    private final CacheLookups lookups = new CacheLookups();
    private final Cache<CacheKey, Object> cache;

    /** A cache that takes about so many MiB; a record counts for the length of its stored form and a fixed part. */
    DecodedCache(int mib) {
        this.cache = Caffeine.newBuilder()
                .maximumWeight((long) mib << 20)
                .weigher((CacheKey key, Object value) ->
                        FIXED_WEIGHT + 4 * (value instanceof Held<?> held ? held.value().length : key.key().length))
                .executor(Runnable::run)
                .recordStats(() -> lookups)
                .build();
    }

    /** How often it was asked. */
    CacheLookups lookups() {
        return lookups;
    }

    /** What is at a place, from here or from the loader; null when the loader has nothing. */
    @SuppressWarnings("unchecked") // a column holds one type
    <T> @Nullable T get(CacheKey key, Function<CacheKey, @Nullable T> loader) {
        return (T) cache.get(key, loader);
    }

    /** The same, and that the loader has nothing is kept too. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a column holds one type; there is one absence
    <T> @Nullable T getOrAbsence(CacheKey key, Function<CacheKey, @Nullable T> loader) {
        Object found = cache.get(key, place -> {
            T loaded = loader.apply(place);
            return loaded == null ? ABSENT : loaded;
        });
        return found == ABSENT ? null : (T) found;
    }

    /** Writes, and drops what that has changed; also when the write fails, whose outcome may not be known. */
    void write(Collection<CacheKey> replaced, Runnable write) {
        try {
            write.run();
        } finally {
            replaced.forEach(cache::invalidate);
        }
    }
}
