package dev.keyfabric.registry.nodes;

import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A validator as it last reported itself.
 *
 * @param heardAt when that was
 * @param appendedAt when the broker took it
 * @param signed whether it is the node's own word; without that it confirms nothing
 */
public record Node(NodePosition report, Instant heardAt, Instant appendedAt, boolean signed) {
    private static final Duration LIVE = Duration.ofSeconds(5);
    private static final Duration SILENT = Duration.ofSeconds(30);

    public String id() {
        return report.getNodeId();
    }

    /**
     * Whether it has applied everything up to a position, on its own word.
     *
     * @param topicIds of the topics that the position is of, by topic; offsets of other topics, however named, say nothing
     */
    public boolean hasApplied(Position position, Map<Topic, String> topicIds) {
        return signed
                && position.reachedBy(partition -> {
                    String id = topicIds.get(partition.topic());
                    boolean same = id != null
                            && id.equals(
                                    report.getTopicIds().get(partition.topic().id()));
                    return same ? nextOffset(partition) : 0;
                });
    }

    /** Heard within 5 s; for display only. */
    public boolean isLive(Instant now) {
        return !heardAt.plus(LIVE).isBefore(now);
    }

    /** Heard within 30 s. */
    public boolean isHeard(Instant now) {
        return !heardAt.plus(SILENT).isBefore(now);
    }

    /**
     * When this node refuses everything if nothing more is heard of it, at the latest; it keeps that itself. A bound that
     * it did not sign is not believed, and no bound is longer than a node is remembered: one record must not hold up
     * receipts for ever.
     */
    public Instant servesUntil() {
        long most = Fleet.REMEMBERED.toMillis();
        return heardAt.plusMillis(signed ? Math.min(report.getStalenessBoundMs(), most) : most);
    }

    /** The last record applied of each of some partitions, or of all when the position names none. */
    public Position lastPosition(Position of) {
        NavigableMap<PartitionId, Long> last = new TreeMap<>();
        for (PartitionId partition : of.offsets().keySet()) {
            long next = nextOffset(partition);
            if (next > 0) {
                last.put(partition, next - 1);
            }
        }
        return new Position(last);
    }

    private long nextOffset(PartitionId partition) {
        Map<String, List<Long>> byTopic = report.getNextOffsets();
        List<Long> offsets = byTopic.getOrDefault(partition.topic().id(), List.of());
        return partition.partition() < offsets.size() ? offsets.get(partition.partition()) : 0;
    }
}
