package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the records of history.v1 into a table, and forgets them when the topic does. */
final class HistoryTable {
    static final List<String> TABLES = List.of(
            "CREATE TABLE history (partition_no INT, record_offset BIGINT, at BIGINT NOT NULL, kind VARCHAR(16) NOT NULL,"
                    + " subject VARCHAR(255) NOT NULL, event_type VARCHAR(64) NOT NULL, status VARCHAR(255),"
                    + " version BIGINT NOT NULL, actor VARCHAR(255) NOT NULL, door VARCHAR(64) NOT NULL,"
                    + " reason VARCHAR(1000), command VARCHAR(255), PRIMARY KEY (partition_no, record_offset))",
            "CREATE INDEX history_at ON history (at, partition_no, record_offset)",
            "CREATE INDEX history_subject ON history (subject, partition_no, record_offset)",
            "CREATE INDEX history_actor ON history (actor, at, partition_no, record_offset)");
    static final String COLUMNS = "at, kind, subject, event_type, status, version, actor, door, reason, command,"
            + " partition_no, record_offset";

    private static final Logger LOG = LoggerFactory.getLogger(HistoryTable.class);
    private static final Duration KEPT = Duration.ofDays(366);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final Connection connection;
    private long streamTime;
    private long sweptAt;

    HistoryTable(Connection connection) {
        this.connection = connection;
    }

    void add(FollowedRecord record) throws SQLException {
        HistoryEntry entry;
        try {
            entry = HistoryEvent.of(record);
        } catch (UnreadableValueException e) {
            LOG.warn("msg=unreadable history at={}@{} fault={}", record.partitionId(), record.offset(), e.getMessage());
            return;
        }
        streamTime = Math.max(streamTime, record.appendTime());
        try (PreparedStatement insert = connection.prepareStatement("MERGE INTO history (" + COLUMNS
                + ") KEY (partition_no, record_offset)" + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, entry.at().toEpochMilli());
            insert.setString(2, entry.kind().name());
            insert.setString(3, entry.subject());
            insert.setString(4, entry.type());
            insert.setString(5, entry.status());
            insert.setLong(6, entry.version());
            insert.setString(7, entry.actor());
            insert.setString(8, entry.door());
            insert.setString(9, entry.reason());
            insert.setString(10, entry.command());
            insert.setInt(11, entry.partition());
            insert.setLong(12, entry.offset());
            insert.executeUpdate();
        }
    }

    /** Forgets what is too old, by the time of the stream. */
    void sweep() throws SQLException {
        if (streamTime - sweptAt < SWEEP_EVERY.toMillis()) {
            return;
        }
        sweptAt = streamTime;
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM history WHERE at < ?")) {
            delete.setLong(1, streamTime - KEPT.toMillis());
            delete.executeUpdate();
        }
    }

    static HistoryEntry entry(ResultSet row) throws SQLException {
        return new HistoryEntry(
                Instant.ofEpochMilli(row.getLong(1)),
                SubjectKind.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getInt(11),
                row.getLong(12));
    }
}
