package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.topics.PartitionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB as the view opens it, with the view's columns and nothing of the view in front: what a consumer would write into
 * that asks no question. It stands in the view's package to have its options, and not a copy of them.
 */
public final class PlainStore implements AutoCloseable {
    private final Memory memory;
    private final OpenDatabase open;
    private final WriteOptions writes = new WriteOptions();
    private final ReadOptions reads = new ReadOptions();

    private PlainStore(Memory memory, OpenDatabase open) {
        this.memory = memory;
        this.open = open;
    }

    /** An empty store in a folder, with the database's part of a view's memory. */
    public static PlainStore create(Path folder, ViewLimits limits) throws RocksDBException, IOException {
        Files.createDirectories(folder);
        return open(folder, limits, false);
    }

    /** The database of a view, to be read while the view has it open; as it is now, with memory of its own. */
    public static PlainStore beside(Path view, ViewLimits limits) throws RocksDBException, IOException {
        // The first store serves without being named.
        Path named = view.resolve("serving");
        String serving = Files.exists(named) ? Files.readString(named).strip() : "1";
        return open(view.resolve(serving), limits, true);
    }

    private static PlainStore open(Path folder, ViewLimits limits, boolean readOnly) throws RocksDBException {
        Memory memory = new Memory(limits.databaseMib());
        return new PlainStore(memory, OpenDatabase.open(folder, memory, readOnly));
    }

    public byte @Nullable [] key(byte[] id) throws RocksDBException {
        return open.db().get(open.handle(Column.KEYS), reads, id);
    }

    /** The id of the key that holds a secret with this hash; of several the first. */
    public byte @Nullable [] hash(byte[] sha256) throws RocksDBException {
        return open.db().get(open.handle(Column.HASHES), reads, sha256);
    }

    public Batch batch() {
        return new Batch();
    }

    @Override
    public void close() {
        open.close();
        memory.close();
        writes.close();
        reads.close();
    }

    /** The writes of one poll, in the view's own form. */
    public final class Batch implements AutoCloseable {
        private static final int HEADER = 2 + Long.BYTES;

        private final WriteBatch batch = new WriteBatch();

        public void key(byte[] id, long version, byte[] value, byte[] hash) throws RocksDBException {
            batch.put(open.handle(Column.KEYS), id, held(version, value));
            batch.put(open.handle(Column.HASHES), hash, id);
        }

        public void consumer(byte[] id, long version, byte[] value) throws RocksDBException {
            batch.put(open.handle(Column.CONSUMERS), id, held(version, value));
        }

        public void nextOffset(PartitionId partition, long next) throws RocksDBException {
            batch.put(open.handle(Column.PROGRESS), Texts.bytes("o:" + partition), Texts.bytes(next));
        }

        public void write() throws RocksDBException {
            open.db().write(writes, batch);
        }

        private static byte[] held(long version, byte[] value) {
            return ByteBuffer.allocate(HEADER + value.length)
                    .put(Mark.GOOD.code())
                    .put((byte) 0)
                    .putLong(version)
                    .put(value)
                    .array();
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
