package dev.keyfabric.follower;

import static java.util.Objects.requireNonNull;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the brokers who they are and what the followed topics hold. Used by one thread. */
final class Bus implements AutoCloseable {
    private static final int TIMEOUT_MS = 4_000;

    private final Map<String, Object> adminSettings;
    private final TopicNames names;
    private final List<String> topicNames;
    private @Nullable Admin admin;

    Bus(FollowerSettings settings) {
        this.adminSettings = KafkaSettings.admin(settings);
        this.names = settings.names();
        this.topicNames = settings.topics().stream().map(names::nameOf).toList();
    }

    /**
     * Looks at cluster, topics and offsets.
     *
     * @param onAnswer called as soon as a broker has answered anything
     */
    BusSnapshot look(Runnable onAnswer) throws BusUnreachableException, TopicMissingException, InterruptedException {
        try {
            Admin asked = admin();
            String clusterId = asked.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS))
                    .clusterId()
                    .get();
            onAnswer.run();
            Collection<TopicDescription> topics = describe(asked);
            return new BusSnapshot(new BusIdentity(clusterId, ids(topics)), extents(asked, partitions(topics)));
        } catch (ExecutionException e) {
            throw new BusUnreachableException(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            // The client could not be made: an address that does not resolve now, say.
            throw new BusUnreachableException(e);
        }
    }

    private Collection<TopicDescription> describe(Admin asked)
            throws ExecutionException, InterruptedException, TopicMissingException {
        Map<String, KafkaFuture<TopicDescription>> described = asked.describeTopics(
                        topicNames, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                .topicNameValues();
        List<TopicDescription> topics = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : described.entrySet()) {
            try {
                topics.add(topic.getValue().get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    throw new TopicMissingException(topic.getKey());
                }
                if (e.getCause() instanceof TopicAuthorizationException) {
                    // As it comes it does not say which.
                    throw new TopicAuthorizationException(Set.of(topic.getKey()));
                }
                throw e;
            }
        }
        return topics;
    }

    private Map<Topic, String> ids(Collection<TopicDescription> topics) {
        Map<Topic, String> ids = new EnumMap<>(Topic.class);
        topics.forEach(t -> ids.put(topicOf(t), t.topicId().toString()));
        return Map.copyOf(ids);
    }

    private Map<TopicPartition, PartitionId> partitions(Collection<TopicDescription> topics) {
        Map<TopicPartition, PartitionId> partitions = new HashMap<>();
        topics.forEach(t -> t.partitions()
                .forEach(p -> partitions.put(
                        new TopicPartition(t.name(), p.partition()), new PartitionId(topicOf(t), p.partition()))));
        return partitions;
    }

    private Topic topicOf(TopicDescription description) {
        return names.topicOf(description.name()).orElseThrow();
    }

    private static Map<PartitionId, Extent> extents(Admin asked, Map<TopicPartition, PartitionId> partitions)
            throws ExecutionException, InterruptedException {
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> starts =
                offsets(asked, partitions, OffsetSpec.earliest());
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends = offsets(asked, partitions, OffsetSpec.latest());
        Map<PartitionId, Extent> extents = new HashMap<>();
        for (Map.Entry<TopicPartition, PartitionId> partition : partitions.entrySet()) {
            long start = requireNonNull(starts.get().get(partition.getKey())).offset();
            long end = requireNonNull(ends.get().get(partition.getKey())).offset();
            extents.put(partition.getValue(), new Extent(start, end));
        }
        return Map.copyOf(extents);
    }

    private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin asked, Map<TopicPartition, PartitionId> partitions, OffsetSpec which) {
        return asked.listOffsets(
                        partitions.keySet().stream().collect(Collectors.toMap(p -> p, p -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MS))
                .all();
    }

    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(adminSettings);
        }
        return admin;
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
