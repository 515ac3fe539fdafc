package dev.keyfabric.follower;

import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.broker.junit.Kafka;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one test on a broker that others share: each test has a prefix of its own. */
final class TestBus implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final TopicNames names;
    private final String bootstrapServers;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;

    TestBus(Kafka kafka) {
        this(kafka.bootstrapServers(), kafka.freshPrefix());
    }

    TestBus(EmbeddedBroker broker) {
        this(broker.bootstrapServers(), "t" + NUMBER.incrementAndGet() + ".");
    }

    private TestBus(String bootstrapServers, String prefix) {
        this.names = new TopicNames(prefix);
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = producer(Map.of());
    }

    Producer<byte[], byte[]> producer(Map<String, Object> extra) {
        Map<String, Object> settings = new HashMap<>(extra);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("linger.ms", 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    FollowerSettings settings(Topic... topics) {
        return settings(Map.of(), topics);
    }

    FollowerSettings settings(Map<String, Object> more, Topic... topics) {
        Map<String, Object> client = new HashMap<>(more);
        client.put("bootstrap.servers", bootstrapServers);
        return new FollowerSettings(
                "follower-" + names.prefix() + "x",
                client,
                names,
                Set.of(topics),
                Path.of("target", "streams", names.prefix() + "x"),
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                FollowerSettings.OUTDATED_AFTER,
                InstantSource.system());
    }

    /** Returns when the partitions have leaders: an idempotent producer that pipelines before that can get stuck. */
    void create(int partitions, Topic... topics) throws Exception {
        admin.createTopics(List.of(topics).stream()
                        .map(t -> new NewTopic(names.nameOf(t), partitions, (short) 1)
                                .configs(Map.of("cleanup.policy", "compact")))
                        .toList())
                .all()
                .get();
        await().ignoreExceptions().until(() -> ends(topics).size() == partitions * topics.length);
    }

    /** Makes a topic take records without a key, which a compacted one refuses. */
    void keepAll(Topic topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, names.nameOf(topic));
        AlterConfigOp keep = new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(keep))).all().get();
    }

    void delete(Topic topic) throws Exception {
        admin.deleteTopics(List.of(names.nameOf(topic))).all().get();
        await().until(() -> !admin.listTopics().names().get().contains(names.nameOf(topic)));
    }

    void addPartitions(Topic topic, int total) throws Exception {
        admin.createPartitions(Map.of(names.nameOf(topic), NewPartitions.increaseTo(total)))
                .all()
                .get();
        await().ignoreExceptions().until(() -> ends(topic).size() == total);
    }

    /** Deletes all before an offset, as retention does. */
    void forgetBefore(PartitionId partition, long offset) throws Exception {
        TopicPartition tp = new TopicPartition(names.nameOf(partition.topic()), partition.partition());
        admin.deleteRecords(Map.of(tp, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    void send(Topic topic, int partition, String key, String value) throws Exception {
        producer.send(record(topic, partition, key, value)).get();
    }

    /** Numbered records: with stem {@code a} their keys are {@code a0}, {@code a1}, … */
    void sendMany(Topic topic, int partition, String stem, int count) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(producer.send(record(topic, partition, stem + i, "v")));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    ProducerRecord<byte[], byte[]> record(Topic topic, int partition, String key, String value) {
        return new ProducerRecord<>(names.nameOf(topic), partition, bytes(key), bytes(value));
    }

    /** Whether the view has passed everything that is committed. */
    boolean isRead(MemoryView view, Topic... topics) throws Exception {
        for (Map.Entry<PartitionId, Long> end : ends(topics).entrySet()) {
            if (view.nextOffset(end.getKey()).orElse(0) != end.getValue()) {
                return false;
            }
        }
        return true;
    }

    Map<PartitionId, Long> ends(Topic... topics) throws Exception {
        Map<TopicPartition, PartitionId> partitions = new HashMap<>();
        for (Topic topic : topics) {
            String name = names.nameOf(topic);
            admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .partitions()
                    .forEach(p -> partitions.put(
                            new TopicPartition(name, p.partition()), new PartitionId(topic, p.partition())));
        }
        return admin
                .listOffsets(
                        partitions.keySet().stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        e -> partitions.get(e.getKey()), e -> e.getValue().offset()));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
