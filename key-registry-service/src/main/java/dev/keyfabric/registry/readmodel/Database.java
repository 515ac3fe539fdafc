package dev.keyfabric.registry.readmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file the read model lives in: one H2 database that only this process opens. It holds nothing that the topics do
 * not hold, so that a file of another format, or one that cannot be opened, is dropped and filled again.
 */
final class Database implements AutoCloseable {
    /** Raise it with every change of the tables or of what is put into them. */
    static final String FORMAT = "5";

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String NAME = "read-model";
    private static final List<String> TABLES = List.of(
            "CREATE TABLE fabric (name VARCHAR(64) PRIMARY KEY, content VARCHAR(255) NOT NULL)",
            "CREATE TABLE next_offset (topic VARCHAR(32), partition_no INT, next_one BIGINT NOT NULL,"
                    + " PRIMARY KEY (topic, partition_no))",
            "CREATE TABLE secret_hash (hash VARBINARY(1024), key_id VARCHAR(64), PRIMARY KEY (hash, key_id))",
            "CREATE INDEX secret_hash_key ON secret_hash (key_id)",
            "CREATE TABLE command_answer (id VARCHAR(128) PRIMARY KEY, cause VARCHAR(64) NOT NULL,"
                    + " keep_until BIGINT NOT NULL, result VARBINARY(1048576) NOT NULL)",
            "CREATE INDEX command_answer_age ON command_answer (keep_until)",
            "CREATE TABLE command_effect (cause VARCHAR(64), topic VARCHAR(32), partition_no INT,"
                    + " last_offset BIGINT NOT NULL, records INT NOT NULL, at BIGINT NOT NULL,"
                    + " PRIMARY KEY (cause, topic, partition_no))",
            "CREATE INDEX command_effect_age ON command_effect (at)");
    private static final String SUBJECTS = "CREATE TABLE %1$s (id VARCHAR(255) PRIMARY KEY, version BIGINT NOT NULL,"
            + " status VARCHAR(32) NOT NULL, unreadable BOOLEAN NOT NULL, name VARCHAR(1000) NOT NULL,"
            + " belongs_to VARCHAR(255), environment VARCHAR(16), use_of VARCHAR(16), scopes VARCHAR(100000) NOT NULL,"
            + " created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, expires_at BIGINT, search VARCHAR(100000) NOT NULL,"
            + " partition_no INT NOT NULL, record_offset BIGINT NOT NULL, digest VARBINARY(32) NOT NULL,"
            + " event VARBINARY(1048576))";
    private static final List<String> SUBJECT_INDEXES = List.of(
            "CREATE INDEX %1$s_created ON %1$s (created_at, id)",
            "CREATE INDEX %1$s_changed ON %1$s (status, changed_at)",
            "CREATE INDEX %1$s_expires ON %1$s (expires_at)",
            "CREATE INDEX %1$s_name ON %1$s (name, id)",
            "CREATE INDEX %1$s_belongs ON %1$s (belongs_to, created_at, id)");

    private final Path folder;
    private final String filledBy;
    private volatile JdbcConnectionPool pool;

    private Database(Path folder, String filledBy, JdbcConnectionPool pool) {
        this.folder = folder;
        this.filledBy = filledBy;
        this.pool = pool;
    }

    /**
     * Opens the database in a folder, dropping what cannot be used.
     *
     * @param root the thumbprint of the key whose word fills it: what another one's word filled is dropped
     */
    static Database open(Path folder, String root) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of the read model, " + folder, e);
        }
        Database database = new Database(folder, FORMAT + " " + root, pool(folder));
        try {
            if (!database.hasFormat()) {
                database.drop();
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                throw new ReadModelException("another process has the read model open: " + folder, e);
            }
            LOG.warn(
                    "msg=read model cannot be opened and is filled again folder={} error={}", folder, e.getErrorCode());
            database.drop();
        }
        return database;
    }

    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    /** Deletes the file and makes an empty one. */
    void drop() {
        close();
        try {
            Files.deleteIfExists(folder.resolve(NAME + ".mv.db"));
            Files.deleteIfExists(folder.resolve(NAME + ".trace.db"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop the read model in " + folder, e);
        }
        pool = pool(folder);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            for (String table : HistoryTable.TABLES) {
                statement.execute(table);
            }
            for (SubjectKind kind : SubjectKind.values()) {
                statement.execute(SUBJECTS.formatted(kind.table()));
                for (String index : SUBJECT_INDEXES) {
                    statement.execute(index.formatted(kind.table()));
                }
            }
            try (PreparedStatement format = connection.prepareStatement("INSERT INTO fabric VALUES ('format', ?)")) {
                format.setString(1, filledBy);
                format.executeUpdate();
            }
        } catch (SQLException e) {
            throw new ReadModelException("cannot make the tables of the read model in " + folder, e);
        }
    }

    private boolean hasFormat() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet there =
                        statement.executeQuery("SELECT 1 FROM information_schema.tables WHERE table_name = 'FABRIC'")) {
            if (!there.next()) {
                return false;
            }
            try (ResultSet format = statement.executeQuery("SELECT content FROM fabric WHERE name = 'format'")) {
                return format.next() && format.getString(1).equals(filledBy);
            }
        }
    }

    private static JdbcConnectionPool pool(Path folder) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.toAbsolutePath().resolve(NAME)
                + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0");
        source.setUser("keyfabric");
        source.setPassword("");
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(16);
        pool.setLoginTimeout(5);
        return pool;
    }

    @Override
    public void close() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            LOG.debug("msg=the read model was closed already", e);
        }
        pool.dispose();
    }
}
