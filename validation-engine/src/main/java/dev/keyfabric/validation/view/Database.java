package dev.keyfabric.validation.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB in a folder of its own, with its write-ahead log on: what was written survives the death of the process,
 * and after {@link #syncWal()} the loss of power. Reading and closing exclude each other, since a native handle must not
 * be used once freed.
 *
 * <p>Where the disk cannot be written it is opened to be read. After a write that failed it takes no other until
 * {@link #reopen()}: RocksDB keeps refusing them though the disk has recovered.
 */
final class Database implements AutoCloseable {
    private final Path folder;
    private final Memory memory;
    private final ReadOptions reads = new ReadOptions();
    /** Of what is read once, which is to push nothing out of memory. */
    private final ReadOptions readsOnce = new ReadOptions().setFillCache(false);

    private final WriteOptions writes = new WriteOptions();
    private final WriteOptions syncedWrites = new WriteOptions().setSync(true);
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private @Nullable OpenDatabase open;
    private boolean closed;
    private volatile @Nullable String writeFault;
    private volatile boolean corrupt;

    private Database(Path folder, Memory memory, OpenDatabase open, @Nullable String writeFault) {
        this.folder = folder;
        this.memory = memory;
        this.open = open;
        this.writeFault = writeFault;
    }

    /**
     * Opens, or makes, the database of a folder.
     *
     * @throws CorruptStoreException when it holds what nobody wrote
     */
    static Database open(Path folder, Memory memory) {
        try {
            if (Files.exists(folder.resolve("CURRENT"))) {
                Set<String> unknown = OpenDatabase.unknownColumns(folder);
                if (!unknown.isEmpty()) {
                    throw new StoreException("the view in " + folder + " was written by a newer build: it has columns "
                            + unknown + " that this one does not know");
                }
            } else {
                Files.createDirectories(folder);
            }
            return new Database(folder, memory, OpenDatabase.open(folder, memory, false), null);
        } catch (RocksDBException e) {
            if (isCorruption(e)) {
                throw new CorruptStoreException("the view in " + folder + " is corrupt", e);
            }
            return new Database(folder, memory, readOnly(folder, memory, e), unwritable(e));
        } catch (IOException e) {
            throw new StoreException("cannot open the view in " + folder, e);
        }
    }

    private static OpenDatabase readOnly(Path folder, Memory memory, RocksDBException why) {
        try {
            return OpenDatabase.open(folder, memory, true);
        } catch (RocksDBException e) {
            why.addSuppressed(e);
            throw new StoreException("cannot open the view in " + folder, why);
        }
    }

    /** Why no write is taken until the database was opened anew, in words, or null. */
    @Nullable
    String writeFault() {
        return writeFault;
    }

    /** Whether something was met that nobody wrote. */
    boolean corrupt() {
        return corrupt;
    }

    /**
     * Opens the database anew, which takes writes again when the disk does. Readers wait meanwhile. Where it can be opened
     * in no way nothing is read until a later call can.
     */
    void reopen() {
        lifetime.writeLock().lock();
        try {
            if (closed) {
                throw new StoreException("the view is closed");
            }
            OpenDatabase before = open;
            if (before != null) {
                open = null;
                before.close();
            }
            try {
                open = OpenDatabase.open(folder, memory, false);
                writeFault = null;
            } catch (RocksDBException e) {
                corrupt |= isCorruption(e);
                writeFault = unwritable(e);
                open = readOnly(folder, memory, e);
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    byte @Nullable [] get(Column column, byte[] key) {
        return reading("read", rocks -> rocks.db().get(rocks.handle(column), reads, key));
    }

    /**
     * The same for places that mostly hold nothing: asks the filters first, for "not there" is an exception inside of
     * RocksDB's Java binding, which costs more than the filters do.
     */
    byte @Nullable [] getRare(Column column, byte[] key) {
        return reading(
                "read",
                rocks -> rocks.db().keyMayExist(rocks.handle(column), reads, key, null)
                        ? rocks.db().get(rocks.handle(column), reads, key)
                        : null);
    }

    /** Puts, and where there is no value deletes, all or nothing; safe against the death of the process. */
    void write(Map<CacheKey, Optional<byte[]>> changes) {
        writing(rocks -> {
            try (WriteBatch batch = new WriteBatch()) {
                for (Map.Entry<CacheKey, Optional<byte[]>> change : changes.entrySet()) {
                    CacheKey place = change.getKey();
                    byte[] value = change.getValue().orElse(null);
                    if (value == null) {
                        batch.delete(rocks.handle(place.column()), place.key());
                    } else {
                        batch.put(rocks.handle(place.column()), place.key(), value);
                    }
                }
                rocks.db().write(writes, batch);
            }
        });
    }

    /** Safe against loss of power, with all that was written before. */
    void putSynced(Column column, byte[] key, byte @Nullable [] value) {
        writing(rocks -> {
            if (value == null) {
                rocks.db().delete(rocks.handle(column), syncedWrites, key);
            } else {
                rocks.db().put(rocks.handle(column), syncedWrites, key, value);
            }
        });
    }

    /** As {@link #putSynced}, but a loss of power may undo it. */
    void put(Column column, byte[] key, byte[] value) {
        writing(rocks -> rocks.db().put(rocks.handle(column), writes, key, value));
    }

    void syncWal() {
        writing(rocks -> rocks.db().syncWal());
    }

    /** Calls back with each key and value of a column, in order of the keys' bytes. */
    void forEach(Column column, Entry entry) {
        reading("read", rocks -> {
            try (RocksIterator iterator = rocks.db().newIterator(rocks.handle(column), reads)) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    entry.accept(iterator.key(), iterator.value());
                }
                iterator.status();
            }
            return null;
        });
    }

    /**
     * Calls back with at most so many keys and values of a column, from a key on, in order of the keys' bytes.
     *
     * @return where to go on, or null when that were all
     */
    byte @Nullable [] some(Column column, byte[] from, int most, Entry entry) {
        return reading("read", rocks -> {
            try (RocksIterator iterator = rocks.db().newIterator(rocks.handle(column), readsOnce)) {
                iterator.seek(from);
                for (int i = 0; i < most && iterator.isValid(); i++, iterator.next()) {
                    entry.accept(iterator.key(), iterator.value());
                }
                iterator.status();
                return iterator.isValid() ? iterator.key() : null;
            }
        });
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                OpenDatabase closing = open;
                if (closing != null) {
                    open = null;
                    closing.close();
                }
                reads.close();
                readsOnce.close();
                writes.close();
                syncedWrites.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    interface Entry {
        void accept(byte[] key, byte[] value);
    }

    private interface Reading<T> {
        @Nullable
        T run(OpenDatabase rocks) throws RocksDBException;
    }

    private interface Writing {
        void run(OpenDatabase rocks) throws RocksDBException;
    }

    private void writing(Writing action) {
        if (writeFault != null) {
            throw new StoreException("the view takes no writes since one failed");
        }
        try {
            reading("write", rocks -> {
                action.run(rocks);
                return null;
            });
        } catch (StoreException e) {
            writeFault = unwritable(e.getCause() == null ? e : e.getCause());
            throw e;
        }
    }

    private <T> @Nullable T reading(String what, Reading<T> action) {
        lifetime.readLock().lock();
        try {
            return action.run(present());
        } catch (RocksDBException e) {
            if (isCorruption(e)) {
                corrupt = true;
                throw new CorruptStoreException("cannot " + what + " the view", e);
            }
            throw new StoreException("cannot " + what + " the view", e);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private OpenDatabase present() {
        OpenDatabase present = open;
        if (present == null) {
            throw new StoreException(closed ? "the view is closed" : "the view cannot be opened");
        }
        return present;
    }

    private static String unwritable(Throwable why) {
        return "disk not writable: " + why.getMessage();
    }

    /** Wrong bytes, or a file that is gone: nothing that a later try would find otherwise. */
    private static boolean isCorruption(RocksDBException e) {
        Status status = e.getStatus();
        return status != null
                && (status.getCode() == Status.Code.Corruption
                        || (status.getState() != null && status.getState().startsWith("No such file or directory")));
    }
}
