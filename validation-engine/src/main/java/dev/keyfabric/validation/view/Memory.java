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

    private static final int SHARD_BITS = 4;
    private static final long LEAST_BUFFER = 1L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Cache blocks;
    private final WriteBufferManager buffers;
    private final long bufferBytes;

    Memory(int mib) {
        long bytes = (long) mib << 20;
        this.blocks = new LRUCache(bytes, SHARD_BITS, false, KEPT_FIRST);
        this.bufferBytes = Math.max(LEAST_BUFFER, bytes / 2);
        this.buffers = new WriteBufferManager(bufferBytes, blocks);
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
