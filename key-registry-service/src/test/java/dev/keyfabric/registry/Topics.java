package dev.keyfabric.registry;

import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, as an independent reader. */
public final class Topics {
    private Topics() {}

    /** Every committed record of some topics, ticks and digests left out. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, List<Topic> topics) {
        return readNames(
                        bootstrap,
                        topics.stream().map(TopicNames.DEFAULT::nameOf).toList())
                .stream()
                .filter(r -> r.key() == null || !RecordHeaders.isNoSubject(r.key()))
                .toList();
    }

    /** One past the last committed record of each partition of a topic. */
    public static Map<Integer, Long> ends(Admin admin, Topic topic) {
        String name = TopicNames.DEFAULT.nameOf(topic);
        try {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest()));
            Map<Integer, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of the lifecycle topics, by topic without prefix. */
    public static Map<String, String> ids(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Map<String, String> ids = new HashMap<>();
            admin.describeTopics(Topic.lifecycle().stream()
                            .map(TopicNames.DEFAULT::nameOf)
                            .toList())
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> ids.put(
                            TopicNames.DEFAULT.topicOf(name).orElseThrow().id(),
                            topic.topicId().toString()));
            return ids;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<ConsumerRecord<byte[], byte[]>> readNames(String bootstrap, List<String> names) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = names.stream()
                    .flatMap(name -> consumer.partitionsFor(name).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }
}
