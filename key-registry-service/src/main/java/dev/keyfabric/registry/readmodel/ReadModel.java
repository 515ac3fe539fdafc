package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.follower.View;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The state of the fabric in an embedded database: one batch of records is one commit, together with the offsets to
 * read on from. It holds nothing that the topics do not hold, and may be {@linkplain #drop() dropped} at any time.
 *
 * <p>positions.v1 is the exception: it is handed to the {@linkplain #onApplied listeners} and read from its start in
 * each run, because who is alive is of no use after a restart.
 */
public final class ReadModel implements View, AutoCloseable {
    /** What a follower has to bring. */
    public static final Set<Topic> TOPICS = followed();

    private final Database database;
    private final Admission root;
    private final SigningKeys signingKeys = new SigningKeys();
    private final AlarmCounts alarms = new AlarmCounts();
    private final AppliedOffsets offsets = new AppliedOffsets();
    private final NewsTimes news = new NewsTimes();
    private final List<Applied.Listener> listeners = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Bookmarks bookmarks;
    private SubjectTables subjects;
    private CommandTables commands;
    private HistoryTable history;
    private volatile @Nullable BusIdentity identity;
    private volatile @Nullable Long heldAllAt;

    private ReadModel(Database database, Admission root) throws SQLException {
        this.database = database;
        this.root = root;
        connection = database.connect();
        connection.setAutoCommit(false);
        bookmarks = new Bookmarks(connection);
        subjects = new SubjectTables(connection, alarms);
        commands = new CommandTables(connection);
        history = new HistoryTable(connection);
        identity = bookmarks.identity();
        heldAllAt = bookmarks.heldAllAt();
        offsets.advance(bookmarks.offsets());
        signingKeys.refresh(subjects.ids(SubjectKind.SIGNING_KEY), lookups());
    }

    /**
     * Opens the read model in a folder, empty when there was none or none that can be used.
     *
     * @param root whose word signing keys and services need
     */
    public static ReadModel open(Path folder, Admission root) {
        Database database = Database.open(folder, root.thumbprint());
        try {
            return new ReadModel(database, root);
        } catch (SQLException e) {
            database.close();
            throw new ReadModelException("cannot read the read model in " + folder, e);
        }
    }

    /** Empties it, so that everything is read again; no follower may run meanwhile. */
    public synchronized void drop() {
        try {
            connection.close();
            database.drop();
            connection = database.connect();
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new ReadModelException("cannot drop the read model", e);
        }
        bookmarks = new Bookmarks(connection);
        subjects = new SubjectTables(connection, alarms);
        commands = new CommandTables(connection);
        history = new HistoryTable(connection);
        identity = null;
        heldAllAt = null;
        signingKeys.clear();
        offsets.clear();
        news.clear();
    }

    public void onApplied(Applied.Listener listener) {
        listeners.add(listener);
    }

    public AppliedOffsets offsets() {
        return offsets;
    }

    /** How old the news are that it holds. */
    public NewsTimes news() {
        return news;
    }

    public AlarmCounts alarms() {
        return alarms;
    }

    /** The enrolled public keys, as they are trusted now. */
    public SigningKeys signingKeys() {
        return signingKeys;
    }

    /** What can be asked of it, from any thread. */
    public Lookups lookups() {
        return new Lookups(database);
    }

    @Override
    public @Nullable BusIdentity identity() {
        return identity;
    }

    @Override
    public OptionalLong nextOffset(PartitionId partition) {
        return offsets.next(partition);
    }

    /** Nothing is: nobody is let in by this view. */
    @Override
    public boolean isUrgent(FollowedRecord record) {
        return false;
    }

    @Override
    public synchronized void apply(Batch batch) {
        Applied applied = new Applied(new ArrayList<>(), new ArrayList<>());
        Set<String> changedKids = new HashSet<>();
        try {
            try {
                write(batch, applied, changedKids);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new ReadModelException("a batch was not applied", e);
        }
        signingKeys.refresh(changedKids, lookups());
        identity = batch.identity();
        news.applied(batch.records());
        listeners.forEach(listener -> listener.applied(applied));
        offsets.advance(batch.nextOffsets());
    }

    @Override
    public OptionalLong heldAllAt() {
        Long at = heldAllAt;
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    @Override
    public synchronized void heldAll(long atMillis) {
        try {
            bookmarks.writeHeldAllAt(atMillis);
            connection.commit();
        } catch (SQLException e) {
            throw new ReadModelException("not remembered how far the read model is", e);
        }
        heldAllAt = atMillis;
    }

    private void write(Batch batch, Applied applied, Set<String> changedKids) throws SQLException {
        for (FollowedRecord record : batch.records()) {
            if (record.offset() < offsets.next(record.partitionId()).orElse(0)) {
                continue;
            }
            if (!root.admits(record)) {
                subjects.alarm(Alarm.TAMPERING, record);
            } else if (record.topic().isLifecycle()) {
                subjects.apply(record);
                commands.countEffect(record);
                if (record.topic() == Topic.SIGNING_KEYS && record.key() != null) {
                    changedKids.add(Objects.requireNonNull(record.keyText()));
                }
            } else if (record.topic() == Topic.COMMAND_RESULTS) {
                Answer answer = commands.store(record);
                if (answer != null) {
                    applied.answers().add(answer);
                }
            } else if (record.topic() == Topic.HISTORY) {
                history.add(record);
            } else if (record.topic() == Topic.POSITIONS) {
                applied.positions().add(record);
            }
        }
        commands.sweep();
        history.sweep();
        Map<PartitionId, Long> kept = new HashMap<>(batch.nextOffsets());
        kept.keySet().removeIf(partition -> partition.topic() == Topic.POSITIONS);
        bookmarks.write(kept);
        if (!batch.identity().equals(identity)) {
            bookmarks.write(batch.identity());
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new ReadModelException("cannot close the read model", e);
        } finally {
            database.close();
        }
    }

    private static Set<Topic> followed() {
        Set<Topic> topics = EnumSet.copyOf(Topic.lifecycle());
        topics.add(Topic.COMMAND_RESULTS);
        topics.add(Topic.HISTORY);
        topics.add(Topic.POSITIONS);
        return Set.copyOf(topics);
    }
}
