package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the answers to commands into their table, and counts the records each command wrote. Commands are told apart by
 * their cause (the place of one attempt on the bus), since two attempts of one command share its id.
 */
final class CommandTables {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTables.class);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
    /** As long as command-results.v1 keeps the answers. */
    private static final Duration EFFECTS_KEPT = Duration.ofDays(8);

    private final Connection connection;
    private long streamTime;
    private long sweptAt;

    CommandTables(Connection connection) {
        this.connection = connection;
    }

    /** Counts a lifecycle record for the command that wrote it, if one did; nobody asks for the place of a digest. */
    void countEffect(FollowedRecord record) throws SQLException {
        String cause = record.header(RecordHeaders.CAUSE);
        if (cause == null
                || record.header(RecordHeaders.COMMAND) == null
                || cause.length() > 64
                || RecordHeaders.DIGEST_KEY.equals(record.keyText())) {
            return;
        }
        streamTime = Math.max(streamTime, record.appendTime());
        try (PreparedStatement merge = connection.prepareStatement("MERGE INTO command_effect AS e"
                + " USING (VALUES (CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS INT), CAST(? AS BIGINT),"
                + " CAST(? AS BIGINT))) AS r (cause, topic, partition_no, record_offset, at)"
                + " ON e.cause = r.cause AND e.topic = r.topic AND e.partition_no = r.partition_no"
                + " WHEN MATCHED THEN UPDATE SET last_offset = r.record_offset, records = e.records + 1"
                + " WHEN NOT MATCHED THEN INSERT (cause, topic, partition_no, last_offset, records, at)"
                + " VALUES (r.cause, r.topic, r.partition_no, r.record_offset, 1, r.at)")) {
            merge.setString(1, cause);
            merge.setString(2, record.topic().id());
            merge.setInt(3, record.partition());
            merge.setLong(4, record.offset());
            merge.setLong(5, record.appendTime());
            merge.executeUpdate();
        }
    }

    /** Stores the answer of a command and gives it back, or null when it cannot be read. */
    @Nullable
    Answer store(FollowedRecord record) throws SQLException {
        String cause = record.header(RecordHeaders.CAUSE);
        if (record.value() == null || cause == null) {
            return null;
        }
        CommandResult result;
        try {
            result = Wire.decode(record.value(), CommandResult.class);
        } catch (UnreadableValueException e) {
            LOG.warn("msg=unreadable answer at={}@{} fault={}", record.partitionId(), record.offset(), e.getMessage());
            return null;
        }
        streamTime = Math.max(streamTime, record.appendTime());
        if (result.getStored() && result.getCommandId().length() <= 128 && cause.length() <= 64) {
            try (PreparedStatement merge = connection.prepareStatement(
                    "MERGE INTO command_answer (id, cause, keep_until, result) KEY (id) VALUES (?, ?, ?, ?)")) {
                merge.setString(1, result.getCommandId());
                merge.setString(2, cause);
                merge.setLong(3, result.getKeepUntil().toEpochMilli());
                merge.setBytes(4, record.value());
                merge.executeUpdate();
            }
        }
        return new Answer(result, cause);
    }

    /** Forgets what is too old, by the time of the stream: a replay forgets what the first reading forgot. */
    void sweep() throws SQLException {
        if (streamTime - sweptAt < SWEEP_EVERY.toMillis()) {
            return;
        }
        sweptAt = streamTime;
        delete("DELETE FROM command_answer WHERE keep_until < ?", streamTime);
        delete("DELETE FROM command_effect WHERE at < ?", streamTime - EFFECTS_KEPT.toMillis());
    }

    private void delete(String sql, long before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, before);
            delete.executeUpdate();
        }
    }
}
