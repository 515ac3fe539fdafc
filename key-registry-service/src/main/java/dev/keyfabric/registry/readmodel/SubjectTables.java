package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.registry.decide.SubjectId;
import dev.keyfabric.registry.readmodel.Succession.Known;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts lifecycle records into the tables of their subjects, by the rules of {@link Succession}. */
final class SubjectTables {
    private static final Logger LOG = LoggerFactory.getLogger(SubjectTables.class);

    /** As the tables have it; no id of ours is longer, and one that is must not stop the stream. */
    private static final int LONGEST_ID = 255;

    private final Connection connection;
    private final AlarmCounts alarms;

    SubjectTables(Connection connection, AlarmCounts alarms) {
        this.connection = connection;
        this.alarms = alarms;
    }

    void apply(FollowedRecord record) throws SQLException {
        String id = record.keyText();
        if (id == null || id.length() > LONGEST_ID) {
            alarm(Alarm.UNREADABLE, record);
            return;
        }
        if (id.equals(RecordHeaders.TICK_KEY) || id.equals(RecordHeaders.DIGEST_KEY)) {
            return;
        }
        SubjectKind kind = SubjectKind.of(record.topic());
        Known known = known(kind, id);
        byte[] value = record.value();
        if (value == null) {
            Succession next = Succession.afterTombstone(known, kind, Instant.ofEpochMilli(record.appendTime()));
            carryOut(next, kind, id, known, record, null);
            return;
        }
        byte[] digest = sha256(value);
        Facts facts;
        try {
            facts = Facts.of(record);
        } catch (UnreadableValueException e) {
            LOG.warn("msg=unreadable record at={}@{} fault={}", record.partitionId(), record.offset(), e.getMessage());
            carryOut(Succession.afterUnreadable(known), kind, id, known, record, null);
            return;
        }
        carryOut(Succession.after(known, facts, digest), kind, id, known, record, new Row(facts, digest));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(Facts facts, byte[] digest) {}

    private void carryOut(
            Succession next,
            SubjectKind kind,
            String id,
            @Nullable Known known,
            FollowedRecord record,
            @Nullable Row row)
            throws SQLException {
        if (next.alarm() != null) {
            alarm(next.alarm(), record);
        }
        switch (next.move()) {
            case KEEP -> {}
            case REMOVE -> remove(kind, id);
            case FLAG -> flag(kind, id, known == null, record);
            case REPLACE -> replace(kind, record, Objects.requireNonNull(row));
        }
    }

    private @Nullable Known known(SubjectKind kind, String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT version, status, expires_at, digest FROM " + kind.table() + " WHERE id = ?")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Long expiresAt = row.getObject(3, Long.class);
                return new Known(
                        row.getLong(1),
                        row.getString(2),
                        expiresAt == null ? null : Instant.ofEpochMilli(expiresAt),
                        row.getBytes(4));
            }
        }
    }

    /** The ids of all subjects of a kind. */
    Set<String> ids(SubjectKind kind) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM " + kind.table());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    private void replace(SubjectKind kind, FollowedRecord record, Row row) throws SQLException {
        Facts facts = row.facts();
        try (PreparedStatement merge = connection.prepareStatement("MERGE INTO " + kind.table()
                + " (id, version, status, unreadable, name, belongs_to, environment, use_of, scopes, created_at, changed_at,"
                + " expires_at,"
                + " search, partition_no, record_offset, digest, event) KEY (id)"
                + " VALUES (?, ?, ?, FALSE, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            merge.setString(1, facts.id());
            merge.setLong(2, facts.version());
            merge.setString(3, facts.status());
            merge.setString(4, facts.name());
            merge.setString(5, facts.belongsTo());
            merge.setString(6, facts.environment());
            merge.setString(7, facts.use());
            merge.setString(8, facts.scopes());
            merge.setLong(9, facts.createdAt().toEpochMilli());
            merge.setLong(10, facts.changedAt().toEpochMilli());
            merge.setObject(
                    11, facts.expiresAt() == null ? null : facts.expiresAt().toEpochMilli());
            merge.setString(12, facts.search());
            merge.setInt(13, record.partition());
            merge.setLong(14, record.offset());
            merge.setBytes(15, row.digest());
            merge.setBytes(16, record.value());
            merge.executeUpdate();
        }
        if (kind == SubjectKind.KEY) {
            replaceHashes(facts);
        }
    }

    private void replaceHashes(Facts facts) throws SQLException {
        deleteHashes(facts.id());
        try (PreparedStatement insert =
                connection.prepareStatement("MERGE INTO secret_hash (hash, key_id) KEY (hash, key_id) VALUES (?, ?)")) {
            for (ByteBuffer hash : facts.hashes()) {
                byte[] bytes = new byte[hash.remaining()];
                hash.duplicate().get(bytes);
                insert.setBytes(1, bytes);
                insert.setString(2, facts.id());
                insert.executeUpdate();
            }
        }
    }

    private void flag(SubjectKind kind, String id, boolean unknown, FollowedRecord record) throws SQLException {
        String sql = unknown
                ? "INSERT INTO " + kind.table()
                        + " (partition_no, record_offset, id, version, status, unreadable, name,"
                        + " scopes, created_at, changed_at, search, digest) VALUES (?, ?, ?, 0, '" + Subject.UNREADABLE
                        + "', TRUE, '', '', 0, 0, '', X'')"
                : "UPDATE " + kind.table() + " SET unreadable = TRUE, partition_no = ?, record_offset = ? WHERE id = ?";
        try (PreparedStatement flag = connection.prepareStatement(sql)) {
            flag.setInt(1, record.partition());
            flag.setLong(2, record.offset());
            flag.setString(3, id);
            flag.executeUpdate();
        }
    }

    private void remove(SubjectKind kind, String id) throws SQLException {
        deleteHashes(id);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + kind.table() + " WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    private void deleteHashes(String keyId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM secret_hash WHERE key_id = ?")) {
            delete.setString(1, keyId);
            delete.executeUpdate();
        }
    }

    void alarm(Alarm alarm, FollowedRecord record) {
        alarms.raise(new AlarmCounts.Raised(
                alarm, SubjectId.orNull(record.keyText()), record.partitionId() + "@" + record.offset()));
        LOG.warn("msg=alarm kind={} at={}@{}", alarm, record.partitionId(), record.offset());
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
