package dev.keyfabric.registry.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** A RocksDB that is made empty, written without a log and lost with its process: room for a state larger than memory. */
final class WorkFolder implements AutoCloseable {
    private static final long BLOCK_CACHE = 4L << 20;
    private static final long WRITE_BUFFER = 8L << 20;

    private final LRUCache cache;
    private final BloomFilter bloom = new BloomFilter(10);
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB db;

    static {
        RocksDB.loadLibrary();
    }

    private WorkFolder(Path path) throws RocksDBException {
        cache = new LRUCache(BLOCK_CACHE);
        options = options(cache, bloom);
        unlogged = new WriteOptions().setDisableWAL(true);
        RocksDB.destroyDB(path.toString(), options);
        db = RocksDB.open(options, path.toString());
    }

    /** An empty one; what lay there is destroyed. */
    static WorkFolder fresh(Path path) {
        try {
            Files.createDirectories(path);
            return new WorkFolder(path);
        } catch (RocksDBException | IOException e) {
            throw new WorkFolderException("cannot make the working store " + path, e);
        }
    }

    private static Options options(LRUCache cache, BloomFilter bloom) {
        return new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMaxWriteBufferNumber(2)
                .setMaxOpenFiles(64)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));
    }

    Optional<byte[]> get(byte[] key) {
        try {
            return Optional.ofNullable(db.get(key));
        } catch (RocksDBException e) {
            throw new WorkFolderException("cannot read", e);
        }
    }

    void put(byte[] key, byte[] value) {
        try {
            db.put(unlogged, key, value);
        } catch (RocksDBException e) {
            throw new WorkFolderException("cannot write", e);
        }
    }

    void delete(byte[] key) {
        try {
            db.delete(unlogged, key);
        } catch (RocksDBException e) {
            throw new WorkFolderException("cannot write", e);
        }
    }

    /** Shows the keys that begin with a prefix, in order, until {@code more} says no. */
    void scan(byte[] prefix, Predicate<byte[]> more) {
        try (ReadOptions read = new ReadOptions();
                RocksIterator entries = db.newIterator(read)) {
            for (entries.seek(prefix); entries.isValid(); entries.next()) {
                byte[] key = entries.key();
                if (!startsWith(key, prefix) || !more.test(key)) {
                    return;
                }
            }
            entries.status();
        } catch (RocksDBException e) {
            throw new WorkFolderException("cannot read", e);
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public void close() {
        db.close();
        unlogged.close();
        options.close();
        bloom.close();
        cache.close();
    }

    /** The disk does not do what it must; the task ends and is refilled elsewhere or later. */
    static final class WorkFolderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WorkFolderException(String what, Exception cause) {
            super(what, cause);
        }
    }
}
