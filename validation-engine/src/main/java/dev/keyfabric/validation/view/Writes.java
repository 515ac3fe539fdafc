package dev.keyfabric.validation.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatchWithIndex;

/**
 * What one batch will change, seen by its own later records, and nobody else until {@link #commit()}: puts and deletes,
 * the tallies after it, the cache entries it makes wrong, the log lines to write once it stands.
 */
final class Writes implements AutoCloseable {
    private final Database database;
    private final WriteBatchWithIndex batch = new WriteBatchWithIndex(true);
    private final Tallies tallies;
    private final Set<CacheKey> touched = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private boolean takesAway;

    Writes(Database database, Tallies tallies) {
        this.database = database;
        this.tallies = tallies.copy();
    }

    byte @Nullable [] get(Column column, byte[] key) {
        return database.get(batch, column, key);
    }

    void put(Column column, byte[] key, byte[] value) {
        database.put(batch, column, key, value);
    }

    void delete(Column column, byte[] key) {
        database.delete(batch, column, key);
    }

    void touch(CacheKey key) {
        touched.add(key);
    }

    void note(Incident incident, String where) {
        tallies.add(incident);
        notes.add("incident=" + incident + " " + where);
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

    Set<CacheKey> touched() {
        return touched;
    }

    List<String> notes() {
        return notes;
    }

    void commit() {
        database.write(batch);
    }

    @Override
    public void close() {
        batch.close();
    }
}
