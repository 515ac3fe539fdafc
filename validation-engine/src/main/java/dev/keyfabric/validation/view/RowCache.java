package dev.keyfabric.validation.view;

import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the subjects of which there are many, in front of the database, {@linkplain Packing packed}: to the collector they
 * are a few large arrays, however many they are. It never shows what a finished write has replaced: a place is dropped
 * once it was written, and what was loaded is kept only when nothing was dropped near it since the load began.
 *
 * <p>A row of no bytes says that nothing is at its place. A loader answers null where that is not to be kept.
 */
final class RowCache {
    private static final byte[] NOTHING = new byte[0];
    private static final int MOST_SHELVES = 256;
    private static final int BOARDS_OF_A_SHELF = 16;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final Shelf[] shelves;

    /** A cache that takes at most about so many bytes of the heap, and only what it holds. */
    RowCache(long bytes) {
        long boards = Math.max(1, bytes / Shelf.BYTES_OF_A_BOARD);
        int count = (int) Math.min(MOST_SHELVES, Math.max(1, Long.highestOneBit(boards / BOARDS_OF_A_SHELF)));
        this.shelves = new Shelf[count];
        for (int i = 0; i < count; i++) {
            shelves[i] = new Shelf((int) Math.max(1, boards / count));
        }
    }

    static byte[] nothing() {
        return NOTHING;
    }

    /** How often it was asked and had the answer. */
    long hits() {
        return hits.sum();
    }

    /** How often it was asked and had to load. */
    long misses() {
        return misses.sum();
    }

    /** Whether it gives up rows for those that come. */
    boolean isFull() {
        for (Shelf shelf : shelves) {
            synchronized (shelf) {
                if (!shelf.isFull()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The row at a place, from here or from the loader; null when the loader has none. */
    byte @Nullable [] get(CacheKey place, Function<CacheKey, byte @Nullable []> loader) {
        Shelf shelf = shelf(place);
        byte[] row;
        long dropped;
        synchronized (shelf) {
            row = shelf.find(place);
            dropped = shelf.dropped();
        }
        if (row != null) {
            hits.increment();
            return row;
        }
        misses.increment();
        byte[] loaded = loader.apply(place);
        if (loaded != null) {
            synchronized (shelf) {
                if (shelf.dropped() == dropped) {
                    shelf.put(place, loaded);
                }
            }
        }
        return loaded;
    }

    /** Takes in a row that nobody writes meanwhile. */
    void put(CacheKey place, byte[] row) {
        Shelf shelf = shelf(place);
        synchronized (shelf) {
            shelf.put(place, row);
        }
    }

    /** Writes, and drops what that has changed; also when the write fails, whose outcome may not be known. */
    void write(Collection<CacheKey> replaced, Runnable write) {
        try {
            write.run();
        } finally {
            for (CacheKey place : replaced) {
                Shelf shelf = shelf(place);
                synchronized (shelf) {
                    shelf.drop(place);
                }
            }
        }
    }

    /** Drops all: what was written is not known. */
    void clear() {
        for (Shelf shelf : shelves) {
            synchronized (shelf) {
                shelf.clear();
            }
        }
    }

    private Shelf shelf(CacheKey place) {
        return shelves[Shelf.spread(place) >>> 16 & shelves.length - 1];
    }
}
