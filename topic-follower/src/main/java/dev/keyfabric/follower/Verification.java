package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what lies on the bus continues what the view has read. Merging two histories would be worse than
 * stopping: a key revoked in one could be valid in the other.
 */
final class Verification {
    private final TopicNames names;

    Verification(TopicNames names) {
        this.names = names;
    }

    /**
     * What differs, in words, or null when the view may go on reading.
     *
     * @param expected null when nothing was ever read
     * @param own next offsets of the partitions that were read, taken before the bus was looked at: it only grows
     */
    @Nullable
    String mismatch(@Nullable BusIdentity expected, Map<PartitionId, Long> own, BusSnapshot seen) {
        if (expected == null) {
            return null;
        }
        if (!expected.clusterId().equals(seen.identity().clusterId())) {
            return "cluster " + expected.clusterId() + " was read before, this is cluster "
                    + seen.identity().clusterId();
        }
        for (Map.Entry<Topic, String> read : expected.topicIds().entrySet()) {
            String id = seen.identity().topicIds().get(read.getKey());
            if (id != null && !id.equals(read.getValue())) {
                return "topic " + names.nameOf(read.getKey()) + " was deleted and made again: its id was "
                        + read.getValue() + " and is " + id;
            }
        }
        for (Map.Entry<PartitionId, Extent> entry : seen.extents().entrySet()) {
            Long next = own.get(entry.getKey());
            String gap = next == null ? null : gap(entry.getKey(), next, entry.getValue());
            if (gap != null) {
                return gap;
            }
        }
        return null;
    }

    private @Nullable String gap(PartitionId partition, long next, Extent extent) {
        String name = names.nameOf(partition.topic()) + "-" + partition.partition();
        if (next > extent.end()) {
            return name + " was read up to offset " + next + " but ends at " + extent.end();
        }
        if (next < extent.start() && !mayLoseItsHead(partition.topic())) {
            return name + " was read up to offset " + next + " but now begins at " + extent.start();
        }
        return null;
    }

    /** Where to read on: behind what a topic that forgets by time has forgotten. */
    static long readOn(PartitionId partition, long next, Extent extent) {
        return mayLoseItsHead(partition.topic()) ? Math.max(next, extent.start()) : next;
    }

    /**
     * What a broker's refusal of an offset means: on a lifecycle topic the view has read what the log has lost, be it
     * that the log has grown again by the time it is looked at. Null for any other failure.
     */
    @Nullable
    String refusedOffset(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OffsetOutOfRangeException refused) {
                for (Map.Entry<TopicPartition, Long> offset :
                        refused.offsetOutOfRangePartitions().entrySet()) {
                    if (names.topicOf(offset.getKey().topic())
                            .filter(t -> !mayLoseItsHead(t))
                            .isPresent()) {
                        return offset.getKey() + " was read up to offset " + offset.getValue()
                                + ", which its log does not have";
                    }
                }
            }
        }
        return null;
    }

    /** Whether old records of a topic go away by its own settings. Compaction alone never moves a log's start. */
    private static boolean mayLoseItsHead(Topic topic) {
        return !topic.isLifecycle();
    }
}
