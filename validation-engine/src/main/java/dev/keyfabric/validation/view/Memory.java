package dev.keyfabric.validation.view;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The database's memory, from one budget: blocks, filters and indexes, and the write buffers, which are charged to them.
 * All stores of a node share it, so that one that is filled beside another takes no second budget.
 */
final class Memory implements AutoCloseable {
    /** Filters and indexes stay as long as they fit in this part; what is not there must cost no read. */
    private static final double KEPT_FIRST = 0.5;

    /** A block that is larger than a shard is read again each time; a filter of a large file takes some MiB. */
    private static final long LEAST_SHARD = 24L << 20;

    private static final int MOST_SHARD_BITS = 4;
    private static final long LEAST_BUFFER = 1L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Cache blocks;
    private final WriteBufferManager buffers;
    private final long bufferBytes;

    Memory(int mib) {
        long bytes = (long) mib << 20;
        this.blocks = new LRUCache(bytes, shardBits(bytes), false, KEPT_FIRST);
        this.bufferBytes = Math.max(LEAST_BUFFER, bytes / 2);
        this.buffers = new WriteBufferManager(bufferBytes, blocks);
    }

    static int shardBits(long bytes) {
        long shards = Math.max(1, bytes / LEAST_SHARD);
        return Math.min(MOST_SHARD_BITS, Long.SIZE - 1 - Long.numberOfLeadingZeros(shards));
    }

    Cache blocks() {
        return blocks;
    }

    WriteBufferManager buffers() {
        return buffers;
    }

    /** How large one column's write buffer may become before it is written out. */
    long oneBuffer() {
        return Math.max(LEAST_BUFFER, bufferBytes / 4);
    }

    @Override
    public void close() {
        buffers.close();
        blocks.close();
    }
}
