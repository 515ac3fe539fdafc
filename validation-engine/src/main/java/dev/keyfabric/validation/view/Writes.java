package dev.keyfabric.validation.view;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one batch will change, seen by its own later records, and nobody else until {@link #commit()}: puts and deletes,
 * the tallies after it, the cache entries it makes wrong, the log lines to write once it stands.
 */
final class Writes {
    private final Database database;
    private final NeverPut neverPut;
    private final Map<CacheKey, Optional<byte[]>> pending = new HashMap<>();
    private final Tallies tallies;
    private final Set<CacheKey> replaced = new HashSet<>();
    private final Set<Column> changed = EnumSet.noneOf(Column.class);
    private final List<Note> notes = new ArrayList<>();
    private boolean takesAway;

    Writes(Database database, NeverPut neverPut, Tallies tallies) {
        this.database = database;
        this.neverPut = neverPut;
        this.tallies = tallies.copy();
    }

    byte @Nullable [] get(Column column, byte[] key) {
        if (neverPut.isCertain(column, key)) {
            return null;
        }
        Optional<byte[]> mine = pending.get(new CacheKey(column, key));
        return mine == null ? database.get(column, key) : mine.orElse(null);
    }

    void put(Column column, byte[] key, byte[] value) {
        neverPut.put(column, key);
        pending.put(new CacheKey(column, key), Optional.of(value));
    }

    void delete(Column column, byte[] key) {
        pending.put(new CacheKey(column, key), Optional.empty());
    }

    /** Something new is at a place of a column whose absences no cache keeps. */
    void added(Column column) {
        changed.add(column);
    }

    /** What is at a place is not what was, be it that nothing was. */
    void replaced(Column column, byte[] key) {
        changed.add(column);
        replaced.add(new CacheKey(column, key));
    }

    void note(Note note) {
        tallies.add(note.incident());
        notes.add(note);
    }

    void takesAway() {
        takesAway = true;
    }

    boolean tookAway() {
        return takesAway;
    }

    Tallies tallies() {
        return tallies;
    }

    Set<CacheKey> replaced() {
        return replaced;
    }

    /** The columns in which a subject has changed, or come. */
    Set<Column> changed() {
        return changed;
    }

    List<Note> notes() {
        return notes;
    }

    void commit() {
        database.write(pending);
    }
}
