package dev.keyfabric.follower;

import static java.util.Objects.requireNonNull;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
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
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the brokers who they are and what the followed topics hold. Used by one thread. */
final class Bus implements AutoCloseable {
    private static final int TIMEOUT_MS = 4_000;

    private final Map<String, Object> adminSettings;
    private final TopicNames names;
    private final Map<String, Topic> topics;
    private @Nullable Admin admin;

    Bus(FollowerSettings settings) {
        this.adminSettings = KafkaSettings.admin(settings);
        this.names = settings.names();
        this.topics = settings.topics().stream().collect(Collectors.toUnmodifiableMap(names::nameOf, t -> t));
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
            Collection<TopicDescription> described = describe(asked).values();
            return new BusSnapshot(new BusIdentity(clusterId, ids(described)), extents(asked, described));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw new TopicMissingException(cause);
            }
            throw new BusUnreachableException(String.valueOf(cause), cause);
        } catch (KafkaException e) {
            // The client could not be made: a name that does not resolve now, say.
            throw new BusUnreachableException(String.valueOf(e), e);
        }
    }

    private Map<String, TopicDescription> describe(Admin asked) throws ExecutionException, InterruptedException {
        return asked.describeTopics(topics.keySet(), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                .allTopicNames()
                .get();
    }

    private Map<Topic, String> ids(Collection<TopicDescription> described) {
        Map<Topic, String> ids = new EnumMap<>(Topic.class);
        for (TopicDescription description : described) {
            names.topicOf(description.name())
                    .ifPresent(topic -> ids.put(topic, description.topicId().toString()));
        }
        return Map.copyOf(ids);
    }

    private static Map<PartitionId, Extent> extents(
            Admin asked, Map<TopicPartition, PartitionId> partitions, ListOffsetsOptions options)
            throws ExecutionException, InterruptedException {
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> starts =
                offsets(asked, partitions.keySet(), OffsetSpec.earliest(), options);
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends =
                offsets(asked, partitions.keySet(), OffsetSpec.latest(), options);
        Map<PartitionId, Extent> extents = new HashMap<>();
        for (Map.Entry<TopicPartition, PartitionId> partition : partitions.entrySet()) {
            long start = requireNonNull(starts.get().get(partition.getKey())).offset();
            long end = requireNonNull(ends.get().get(partition.getKey())).offset();
            extents.put(partition.getValue(), new Extent(start, end));
        }
        return Map.copyOf(extents);
    }

    private Map<PartitionId, Extent> extents(Admin asked, Collection<TopicDescription> described)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, PartitionId> partitions = new HashMap<>();
        for (TopicDescription description : described) {
            Topic topic = topics.get(description.name());
            if (topic != null) {
                description
                        .partitions()
                        .forEach(p -> partitions.put(
                                new TopicPartition(description.name(), p.partition()),
                                new PartitionId(topic, p.partition())));
            }
        }
        return extents(asked, partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MS));
    }

    private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin asked, Set<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions options) {
        return asked.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> which)), options)
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
