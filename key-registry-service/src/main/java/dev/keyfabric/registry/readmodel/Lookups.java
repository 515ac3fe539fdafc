package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the read model is asked. Each answer is of one instant; safe for any thread. */
public final class Lookups {
    static final String SUBJECT_COLUMNS = "id, version, status, unreadable, partition_no, record_offset, event";

    private final Database database;

    Lookups(Database database) {
        this.database = database;
    }

    public Optional<Subject> subject(SubjectKind kind, String id) {
        return ask(
                "SELECT " + SUBJECT_COLUMNS + " FROM " + kind.table() + " WHERE id = ?",
                List.of(id),
                row -> row.next() ? Optional.of(subject(kind, row)) : Optional.empty());
    }

    /** One page of the subjects that a listing asks for. */
    public Page page(Listing listing) {
        List<Object> values = new ArrayList<>();
        String sql = listing.sql(values);
        return ask(sql, values, row -> {
            List<Subject> items = new ArrayList<>();
            Cursor next = null;
            while (row.next()) {
                if (items.size() == listing.limit()) {
                    return new Page(items, next);
                }
                items.add(subject(listing.kind(), row));
                next = listing.sort().cursorAt(row);
            }
            return new Page(items, null);
        });
    }

    /** One page of the history that a listing asks for. */
    public HistoryPage history(HistoryListing listing) {
        List<Object> values = new ArrayList<>();
        String sql = listing.sql(values);
        return ask(sql, values, row -> {
            List<HistoryEntry> items = new ArrayList<>();
            while (row.next()) {
                if (items.size() == listing.limit()) {
                    return new HistoryPage(items, HistoryCursor.after(items.get(items.size() - 1)));
                }
                items.add(HistoryTable.entry(row));
            }
            return new HistoryPage(items, null);
        });
    }

    /** The id of a key that holds a secret with this hash, in whatever status; of several the lowest. */
    public Optional<String> keyWithHash(byte[] hash) {
        return ask(
                "SELECT MIN(key_id) FROM secret_hash WHERE hash = ?",
                List.of(hash),
                row -> row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty());
    }

    /** The signing key of this name; empty when there is none, or its last record could not be read. */
    public Optional<SigningKeyState> signingKey(String kid) {
        return readable(SubjectKind.SIGNING_KEY, kid).map(Subject::signingKey);
    }

    /** The plan of this id; empty when there is none, or its last record could not be read. */
    public Optional<PlanState> plan(String planId) {
        return readable(SubjectKind.PLAN, planId).map(Subject::plan);
    }

    /** The service of this id; empty when there is none, or its last record could not be read. */
    public Optional<ServiceState> service(String serviceId) {
        return readable(SubjectKind.SERVICE, serviceId).map(Subject::service);
    }

    /** The stored answer of a command; empty when it was never decided, or is forgotten. */
    public Optional<Answer> answer(String commandId) {
        return ask(
                "SELECT result, cause FROM command_answer WHERE id = ?",
                List.of(commandId),
                row -> row.next()
                        ? Optional.of(new Answer(Wire.decode(row.getBytes(1), CommandResult.class), row.getString(2)))
                        : Optional.empty());
    }

    /** What one attempt of a command has written, as far as it is applied. */
    public Effects effects(String cause) {
        return ask(
                "SELECT topic, partition_no, last_offset, records FROM command_effect WHERE cause = ?",
                List.of(cause),
                row -> {
                    Map<PartitionId, Long> offsets = new HashMap<>();
                    Map<String, Integer> records = new HashMap<>();
                    while (row.next()) {
                        Topic topic = Topic.ofId(row.getString(1)).orElseThrow();
                        offsets.put(new PartitionId(topic, row.getInt(2)), row.getLong(3));
                        records.merge(topic.id(), row.getInt(4), Integer::sum);
                    }
                    return new Effects(offsets, records);
                });
    }

    /** Subjects on which time has had an effect that nobody has written down yet, the oldest first. */
    public List<Due> due(Overdue overdue, Set<Integer> partitions, int limit) {
        return ask(overdue.sql(partitions, limit), overdue.values(), row -> {
            List<Due> due = new ArrayList<>();
            while (row.next()) {
                due.add(new Due(row.getString(1), Instant.ofEpochMilli(row.getLong(2))));
            }
            return due;
        });
    }

    /** How many subjects of a kind there are. */
    public long count(SubjectKind kind) {
        return ask("SELECT COUNT(*) FROM " + kind.table(), List.of(), row -> row.next() ? row.getLong(1) : 0L);
    }

    private Optional<Subject> readable(SubjectKind kind, String id) {
        return subject(kind, id).filter(subject -> !subject.status().equals(Subject.UNREADABLE));
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T ask(String sql, List<?> values, Reading<T> reading) {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            throw new ReadModelException("the read model did not answer", e);
        }
    }

    private static Subject subject(SubjectKind kind, ResultSet row) throws SQLException {
        return new Subject(
                row.getString(1),
                row.getLong(2),
                row.getBoolean(4) ? Subject.UNREADABLE : row.getString(3),
                new PartitionId(kind.topic(), row.getInt(5)),
                row.getLong(6),
                row.getBytes(7));
    }
}
