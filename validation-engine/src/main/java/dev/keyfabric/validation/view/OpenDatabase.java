package dev.keyfabric.validation.view;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/** The native side of one opened RocksDB, and everything that has to be freed with it. */
final class OpenDatabase implements AutoCloseable {
    /** One unknown record in a hundred costs a read; of secrets, which strangers ask for, one in a thousand. */
    private static final double BLOOM_BITS = 10;

    private static final double BLOOM_BITS_OF_HASHES = 16;
    private static final long MAX_WAL_BYTES = 64L << 20;
    private static final int INFO_LOGS_KEPT = 4;

    private final List<AutoCloseable> natives;
    private final RocksDB db;
    private final Map<Column, ColumnFamilyHandle> columns;
    private final boolean readOnly;

    private OpenDatabase(
            RocksDB db, Map<Column, ColumnFamilyHandle> columns, List<AutoCloseable> natives, boolean readOnly) {
        this.db = db;
        this.columns = columns;
        this.natives = natives;
        this.readOnly = readOnly;
    }

    /** Opens, or makes, a database; or opens one that is there and cannot be written. */
    static OpenDatabase open(Path folder, Memory memory, boolean readOnly) throws RocksDBException {
        List<AutoCloseable> natives = new ArrayList<>();
        try {
            DBOptions options = options(memory);
            natives.add(options);
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(
                    new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, column(memory, BLOOM_BITS, natives)));
            for (Column column : Column.values()) {
                double bits = column == Column.HASHES ? BLOOM_BITS_OF_HASHES : BLOOM_BITS;
                descriptors.add(
                        new ColumnFamilyDescriptor(Texts.bytes(column.family()), column(memory, bits, natives)));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB db = readOnly
                    ? RocksDB.openReadOnly(options, folder.toString(), descriptors, handles)
                    : RocksDB.open(options, folder.toString(), descriptors, handles);
            Map<Column, ColumnFamilyHandle> columns = new EnumMap<>(Column.class);
            Iterator<ColumnFamilyHandle> named = handles.iterator();
            natives.add(named.next());
            for (Column column : Column.values()) {
                columns.put(column, named.next());
            }
            return new OpenDatabase(db, columns, natives, readOnly);
        } catch (RocksDBException e) {
            free(natives);
            throw e;
        }
    }

    /** Columns on disk that this build knows nothing of: a newer one has made them. */
    static Set<String> unknownColumns(Path folder) throws RocksDBException {
        Set<String> unknown = new HashSet<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, folder.toString())
                    .forEach(name -> unknown.add(new String(name, StandardCharsets.UTF_8)));
        }
        unknown.remove(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
        for (Column column : Column.values()) {
            unknown.remove(column.family());
        }
        return unknown;
    }

    RocksDB db() {
        return db;
    }

    boolean readOnly() {
        return readOnly;
    }

    ColumnFamilyHandle handle(Column column) {
        ColumnFamilyHandle handle = columns.get(column);
        if (handle == null) {
            throw new IllegalStateException("no column " + column);
        }
        return handle;
    }

    @Override
    public void close() {
        columns.values().forEach(ColumnFamilyHandle::close);
        natives.stream().filter(ColumnFamilyHandle.class::isInstance).forEach(OpenDatabase::free);
        db.close();
        free(natives.stream().filter(n -> !(n instanceof ColumnFamilyHandle)).toList());
    }

    private static DBOptions options(Memory memory) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(MAX_WAL_BYTES)
                .setWriteBufferManager(memory.buffers())
                // A write that was cut short by a kill is passed over; anything else that is wrong is said.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(INFO_LOGS_KEPT);
    }

    private static ColumnFamilyOptions column(Memory memory, double bloomBits, List<AutoCloseable> natives) {
        BloomFilter bloom = new BloomFilter(bloomBits, false);
        natives.add(bloom);
        ColumnFamilyOptions options = new ColumnFamilyOptions()
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setCompactionStyle(CompactionStyle.LEVEL)
                .setWriteBufferSize(memory.oneBuffer())
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(memory.blocks())
                        .setFilterPolicy(bloom)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
        natives.add(options);
        return options;
    }

    private static void free(List<AutoCloseable> natives) {
        natives.forEach(OpenDatabase::free);
    }

    private static void free(AutoCloseable handle) {
        try {
            handle.close();
        } catch (Exception e) {
            throw new IllegalStateException("a native handle does not close", e);
        }
    }
}
