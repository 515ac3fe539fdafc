package dev.keyfabric.validation.view;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a full cache gives up: entries stand in the order of their coming, and a hand goes from the oldest to the
 * newest, gives up what was not asked for since it last passed, and passes over what was (SIEVE, NSDI 2024).
 *
 * <p>Asking sets a mark and moves nothing, which is why this is not left to a library: in one that keeps entries in the order of
 * their use each verdict relinks some, all over the heap, which costs it and the collector more than the verdict does.
 */
final class Sieve {
    /** Entries that the hand passes over for each that it gives up, at most, so that nobody waits for a long walk. */
    private static final int PASSED_AT_MOST = 64;

    private final long capacity;
    private final Consumer<Entry> givenUp;
    private @Nullable Entry oldest;
    private @Nullable Entry newest;
    private @Nullable Entry hand;
    private volatile long weight;

    /**
     * An empty one.
     *
     * @param capacity what the weights of all entries may come to
     * @param givenUp called with each entry that has to go, by the thread that admits another
     */
    Sieve(long capacity, Consumer<Entry> givenUp) {
        this.capacity = capacity;
        this.givenUp = givenUp;
    }

    long weight() {
        return weight;
    }

    /** Takes an entry in, once, unless it was dropped, and gives up what is too much. */
    synchronized void admit(Entry entry) {
        if (entry.place != Place.NOWHERE) {
            return;
        }
        entry.place = Place.IN_LINE;
        entry.older = newest;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
        add(entry.weight);
        while (weight > capacity) {
            Entry victim = victim();
            givenUp.accept(victim);
            leave(victim);
        }
    }

    /** Takes an entry out, or sees to it that it never comes in. */
    synchronized void drop(Entry entry) {
        if (entry.place == Place.IN_LINE) {
            leave(entry);
        }
        entry.place = Place.GONE;
    }

    /** There is one: what weighs is in line. */
    private Entry victim() {
        Entry at = handOrOldest();
        for (int passed = 0; at.asked && passed < PASSED_AT_MOST; passed++) {
            at.asked = false;
            hand = at.newer;
            at = handOrOldest();
        }
        return at;
    }

    private Entry handOrOldest() {
        Entry at = hand == null ? oldest : hand;
        if (at == null) {
            throw new IllegalStateException("nothing to give up");
        }
        return at;
    }

    @SuppressWarnings("ReferenceEquality") // entries are places in a line
    private void leave(Entry entry) {
        if (hand == entry) {
            hand = entry.newer;
        }
        if (entry.older == null) {
            oldest = entry.newer;
        } else {
            entry.older.newer = entry.newer;
        }
        if (entry.newer == null) {
            newest = entry.older;
        } else {
            entry.newer.older = entry.older;
        }
        entry.older = null;
        entry.newer = null;
        entry.place = Place.GONE;
        add(-entry.weight);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
    private void add(long change) {
        weight += change;
    }

    private enum Place {
        NOWHERE,
        IN_LINE,
        GONE
    }

    /** Something kept. */
    static final class Entry {
        private final CacheKey key;
        private final Object value;
        private final int weight;

        /** Written by whoever asks, without a lock: a mark that is lost costs a load at most. */
        private boolean asked;

        private Place place = Place.NOWHERE;
        private @Nullable Entry older;
        private @Nullable Entry newer;

        Entry(CacheKey key, Object value, int weight) {
            this.key = key;
            this.value = value;
            this.weight = weight;
        }

        CacheKey key() {
            return key;
        }

        Object value() {
            return value;
        }

        void ask() {
            if (!asked) {
                asked = true;
            }
        }
    }
}
