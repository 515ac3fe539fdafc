package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What carries polls into the view during one life of Kafka Streams. After a failed write it takes nothing more:
 * going on would pass over the records that were not written.
 */
final class Feed {
    private final View view;
    private final BusIdentity identity;
    private final TopicNames names;
    private final Progress progress;
    private final Continuity continuity;
    private final Map<PartitionId, Long> next;
    private boolean open = true;

    /**
     * @param identity of the bus, verified just now
     * @param next where to read on, of the partitions that were read before
     */
    Feed(
            View view,
            BusIdentity identity,
            TopicNames names,
            Map<PartitionId, Long> next,
            Progress progress,
            Continuity continuity) {
        this.view = view;
        this.identity = identity;
        this.names = names;
        this.next = new ConcurrentHashMap<>(next);
        this.progress = progress;
        this.continuity = continuity;
    }

    /** The next offsets of all partitions that were read; any thread may ask. */
    Map<PartitionId, Long> nextOffsets() {
        return Map.copyOf(next);
    }

    /** Where to read a partition on, or null for its beginning. */
    @Nullable
    Long nextOffset(PartitionId partition) {
        return next.get(partition);
    }

    /** Applies what a poll brought: up to each urgent record at once, and the rest with the offsets it moved. */
    synchronized void take(ConsumerRecords<byte[], byte[]> poll) {
        if (!open) {
            throw new IllegalStateException("this feed was shut or has failed before");
        }
        open = false;
        refuseAfterAGap(poll);
        List<FollowedRecord> records = new ArrayList<>(poll.count());
        Map<PartitionId, Long> moved = new HashMap<>();
        for (TopicPartition from : poll.partitions()) {
            PartitionId partition = partitionId(from);
            for (ConsumerRecord<byte[], byte[]> polled : poll.records(from)) {
                FollowedRecord record = followed(partition, polled);
                records.add(record);
                if (view.isUrgent(record)) {
                    moved.put(partition, record.offset() + 1);
                    apply(records, moved);
                    records = new ArrayList<>();
                    moved = new HashMap<>();
                }
            }
            if (!records.isEmpty()) {
                FollowedRecord last = records.get(records.size() - 1);
                moved.put(last.partitionId(), last.offset() + 1);
            }
        }
        addMoved(poll, moved);
        if (!moved.isEmpty()) {
            apply(records, moved);
        }
        open = true;
    }

    /** Brokers that come back after a long time bring records before anybody has looked at them. */
    private void refuseAfterAGap(ConsumerRecords<byte[], byte[]> poll) {
        String gap = poll.isEmpty() || view.identity() == null ? null : continuity.broken();
        if (gap != null) {
            throw new IllegalStateException(gap);
        }
    }

    /** No record is taken from here on; waits for a write in progress. */
    synchronized void shut() {
        open = false;
    }

    /** A position passes transaction markers and aborted records, which no record of the poll shows. */
    private void addMoved(ConsumerRecords<byte[], byte[]> poll, Map<PartitionId, Long> moved) {
        poll.nextOffsets().forEach((tp, position) -> {
            PartitionId partition = partitionId(tp);
            if (position.offset() > next.getOrDefault(partition, 0L)) {
                moved.put(partition, position.offset());
            }
        });
    }

    private void apply(List<FollowedRecord> records, Map<PartitionId, Long> moved) {
        view.apply(new Batch(identity, records, moved));
        next.putAll(moved);
        progress.applied(records.size(), next);
    }

    private static FollowedRecord followed(PartitionId partition, ConsumerRecord<byte[], byte[]> record) {
        return new FollowedRecord(
                partition.topic(),
                partition.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    private PartitionId partitionId(TopicPartition tp) {
        return new PartitionId(names.topicOf(tp.topic()).orElseThrow(), tp.partition());
    }
}
