package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what lies on the bus at a start, all partitions at once, before Kafka Streams begins. The restore of global stores
 * would read the same one partition after the other, wait out at each the fetch that the one before has left behind, and
 * hand every record round for nothing. Where this ends Streams finds nothing left to restore.
 */
final class ReadAhead {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Clients clients;
    private final TopicNames names;
    private final BusSnapshot seen;
    private final Feed feed;

    ReadAhead(Clients clients, TopicNames names, BusSnapshot seen, Feed feed) {
        this.clients = clients;
        this.names = names;
        this.seen = seen;
        this.feed = feed;
    }

    /**
     * Feeds the view up to the ends that were seen. Waits for brokers as long as it takes; ends with the thread's interrupt.
     *
     * @throws RuntimeException as the polls of Streams would
     */
    void run(Map<String, Object> consumerSettings) {
        if (!isBehind()) {
            return;
        }
        try (FeedingConsumer consumer = clients.readAheadConsumer(consumerSettings)) {
            List<TopicPartition> fromBeginning = new ArrayList<>();
            consumer.assign(seen.extents().keySet().stream().map(this::named).toList());
            for (PartitionId partition : seen.extents().keySet()) {
                Long next = feed.nextOffset(partition);
                if (next == null) {
                    fromBeginning.add(named(partition));
                } else {
                    consumer.seek(named(partition), next);
                }
            }
            if (!fromBeginning.isEmpty()) {
                consumer.seekToBeginning(fromBeginning);
            }
            while (isBehind()) {
                consumer.poll(POLL);
            }
        }
    }

    private boolean isBehind() {
        Map<PartitionId, Long> next = feed.nextOffsets();
        return seen.extents().entrySet().stream().anyMatch(extent -> {
            long from = next.getOrDefault(extent.getKey(), extent.getValue().start());
            return from < extent.getValue().end();
        });
    }

    private TopicPartition named(PartitionId partition) {
        return new TopicPartition(names.nameOf(partition.topic()), partition.partition());
    }
}
