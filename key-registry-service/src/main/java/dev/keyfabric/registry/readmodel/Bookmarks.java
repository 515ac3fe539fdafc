package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far which bus was read: kept in the same commit as what was read. */
final class Bookmarks {
    private static final String CLUSTER = "cluster";
    private static final String TOPIC = "topic:";
    private static final String HELD_ALL_AT = "held-all-at";

    private final Connection connection;

    Bookmarks(Connection connection) {
        this.connection = connection;
    }

    Map<PartitionId, Long> offsets() throws SQLException {
        Map<PartitionId, Long> offsets = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT topic, partition_no, next_one FROM next_offset")) {
            while (row.next()) {
                Topic topic = Topic.ofId(row.getString(1)).orElseThrow();
                offsets.put(new PartitionId(topic, row.getInt(2)), row.getLong(3));
            }
        }
        return offsets;
    }

    void write(Map<PartitionId, Long> offsets) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "MERGE INTO next_offset (topic, partition_no, next_one) KEY (topic, partition_no) VALUES (?, ?, ?)")) {
            for (Map.Entry<PartitionId, Long> offset : offsets.entrySet()) {
                merge.setString(1, offset.getKey().topic().id());
                merge.setInt(2, offset.getKey().partition());
                merge.setLong(3, offset.getValue());
                merge.addBatch();
            }
            merge.executeBatch();
        }
    }

    @Nullable
    BusIdentity identity() throws SQLException {
        String cluster = null;
        Map<Topic, String> topicIds = new EnumMap<>(Topic.class);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, content FROM fabric")) {
            while (row.next()) {
                String name = row.getString(1);
                if (name.equals(CLUSTER)) {
                    cluster = row.getString(2);
                } else if (name.startsWith(TOPIC)) {
                    topicIds.put(Topic.ofId(name.substring(TOPIC.length())).orElseThrow(), row.getString(2));
                }
            }
        }
        return cluster == null ? null : new BusIdentity(cluster, Map.copyOf(topicIds));
    }

    /** When the read model was last known to hold all that the topics held, in ms; null = nobody knows. */
    @Nullable
    Long heldAllAt() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT content FROM fabric WHERE name = ?")) {
            query.setString(1, HELD_ALL_AT);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Long.valueOf(row.getString(1)) : null;
            }
        }
    }

    void writeHeldAllAt(long millis) throws SQLException {
        try (PreparedStatement merge =
                connection.prepareStatement("MERGE INTO fabric (name, content) KEY (name) VALUES (?, ?)")) {
            merge.setString(1, HELD_ALL_AT);
            merge.setString(2, String.valueOf(millis));
            merge.executeUpdate();
        }
    }

    void write(BusIdentity identity) throws SQLException {
        try (PreparedStatement merge =
                connection.prepareStatement("MERGE INTO fabric (name, content) KEY (name) VALUES (?, ?)")) {
            merge.setString(1, CLUSTER);
            merge.setString(2, identity.clusterId());
            merge.executeUpdate();
            for (Map.Entry<Topic, String> topic : identity.topicIds().entrySet()) {
                merge.setString(1, TOPIC + topic.getKey().id());
                merge.setString(2, topic.getValue());
                merge.executeUpdate();
            }
        }
    }
}
