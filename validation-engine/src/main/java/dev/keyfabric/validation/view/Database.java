package dev.keyfabric.validation.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB in a folder of its own (0700), with its write-ahead log on: what was written survives the death of the
 * process, and after {@link #syncWal()} the loss of power. Reading and closing exclude each other, since a native handle
 * must not be used once freed.
 */
final class Database implements AutoCloseable {
    private static final int BLOOM_BITS = 10;
    private static final long MAX_WAL_BYTES = 64L << 20;
    private static final int INFO_LOGS_KEPT = 4;

    static {
        RocksDB.loadLibrary();
    }

    private final List<AutoCloseable> natives;
    private final RocksDB db;
    private final Map<Column, ColumnFamilyHandle> columns;
    private final ReadOptions reads = new ReadOptions();
    private final WriteOptions writes = new WriteOptions();
    private final WriteOptions syncedWrites = new WriteOptions().setSync(true);
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    private Database(RocksDB db, Map<Column, ColumnFamilyHandle> columns, List<AutoCloseable> natives) {
        this.db = db;
        this.columns = columns;
        this.natives = natives;
    }

    /** Opens, or makes, the database; RocksDB's own lock keeps a second process out. */
    static Database open(Path folder, int blockCacheMib) {
        List<AutoCloseable> natives = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Cache cache = new LRUCache((long) blockCacheMib << 20);
            natives.add(cache);
            BloomFilter bloom = new BloomFilter(BLOOM_BITS, false);
            natives.add(bloom);
            ColumnFamilyOptions columnOptions = new ColumnFamilyOptions()
                    .setCompressionType(CompressionType.LZ4_COMPRESSION)
                    .setCompactionStyle(CompactionStyle.LEVEL)
                    .setTableFormatConfig(new BlockBasedTableConfig()
                            .setBlockCache(cache)
                            .setFilterPolicy(bloom)
                            .setCacheIndexAndFilterBlocks(true)
                            .setPinL0FilterAndIndexBlocksInCache(true));
            natives.add(columnOptions);
            DBOptions options = new DBOptions()
                    .setCreateIfMissing(true)
                    .setCreateMissingColumnFamilies(true)
                    .setMaxTotalWalSize(MAX_WAL_BYTES)
                    .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                    .setKeepLogFileNum(INFO_LOGS_KEPT);
            natives.add(options);
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, columnOptions));
            for (Column column : Column.values()) {
                descriptors.add(new ColumnFamilyDescriptor(Texts.bytes(column.family()), columnOptions));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB db = RocksDB.open(options, folder.toString(), descriptors, handles);
            Map<Column, ColumnFamilyHandle> columns = new EnumMap<>(Column.class);
            Iterator<ColumnFamilyHandle> named = handles.iterator();
            natives.add(named.next());
            for (Column column : Column.values()) {
                columns.put(column, named.next());
            }
            return new Database(db, columns, natives);
        } catch (RocksDBException | IOException e) {
            free(natives);
            throw new StoreException("cannot open the view in " + folder, e);
        }
    }

    byte @Nullable [] get(Column column, byte[] key) {
        return reading("read", () -> db.get(handle(column), reads, key));
    }

    /** As {@link #get}, seeing what a batch that is not written yet has put. */
    byte @Nullable [] get(WriteBatchWithIndex batch, Column column, byte[] key) {
        return reading("read", () -> batch.getFromBatchAndDB(db, handle(column), reads, key));
    }

    void put(WriteBatchWithIndex batch, Column column, byte[] key, byte[] value) {
        reading("batch", () -> {
            batch.put(handle(column), key, value);
            return null;
        });
    }

    void delete(WriteBatchWithIndex batch, Column column, byte[] key) {
        reading("batch", () -> {
            batch.delete(handle(column), key);
            return null;
        });
    }

    /** All or nothing; safe against the death of the process. */
    void write(WriteBatchWithIndex batch) {
        reading("write", () -> {
            db.write(writes, batch);
            return null;
        });
    }

    /** Safe against loss of power, with all that was written before. */
    void putSynced(Column column, byte[] key, byte @Nullable [] value) {
        reading("write", () -> {
            if (value == null) {
                db.delete(handle(column), syncedWrites, key);
            } else {
                db.put(handle(column), syncedWrites, key, value);
            }
            return null;
        });
    }

    /** As {@link #putSynced}, but a loss of power may undo it. */
    void put(Column column, byte[] key, byte[] value) {
        reading("write", () -> {
            db.put(handle(column), writes, key, value);
            return null;
        });
    }

    void syncWal() {
        reading("sync", () -> {
            db.syncWal();
            return null;
        });
    }

    /** Calls back with each key and value of a column, in order of the keys' bytes. */
    void forEach(Column column, Entry entry) {
        reading("read", () -> {
            try (RocksIterator iterator = db.newIterator(handle(column), reads)) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    entry.accept(iterator.key(), iterator.value());
                }
                iterator.status();
            }
            return null;
        });
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                columns.values().forEach(ColumnFamilyHandle::close);
                natives.stream().filter(ColumnFamilyHandle.class::isInstance).forEach(Database::free);
                db.close();
                free(natives.stream()
                        .filter(n -> !(n instanceof ColumnFamilyHandle))
                        .toList());
                reads.close();
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

    private interface Native<T> {
        @Nullable
        T run() throws RocksDBException;
    }

    private <T> @Nullable T reading(String what, Native<T> action) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("the view is closed");
            }
            return action.run();
        } catch (RocksDBException e) {
            throw new StoreException("cannot " + what + " the view", e);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private ColumnFamilyHandle handle(Column column) {
        ColumnFamilyHandle handle = columns.get(column);
        if (handle == null) {
            throw new IllegalStateException("no column " + column);
        }
        return handle;
    }

    private static void free(List<AutoCloseable> natives) {
        natives.forEach(Database::free);
    }

    private static void free(AutoCloseable handle) {
        try {
            handle.close();
        } catch (Exception e) {
            throw new IllegalStateException("a native handle does not close", e);
        }
    }
}
