package dev.keyfabric.validation;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the fabric's topics, and a hand that writes them as the registry would. */
public final class TestFabric implements AutoCloseable {
    public static final int PARTITIONS = 4;

    public final TopicNames names = TopicNames.DEFAULT;
    private final EmbeddedBroker broker;
    public final TestRoot root = new TestRoot();
    private KafkaProducer<byte[], byte[]> producer;

    public TestFabric() {
        this(EmbeddedBroker.started(Folders.fresh()));
    }

    /** The topics on a broker that runs, and is closed with this. */
    public TestFabric(EmbeddedBroker broker) {
        this.broker = broker;
        this.producer = producer();
        try (Admin admin = Admin.create(client())) {
            List<NewTopic> topics = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                topics.add(new NewTopic(names.nameOf(topic), PARTITIONS, (short) 1).configs(topic.settings()));
            }
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    public void stopBroker() {
        producer.close(Duration.ZERO);
        broker.stop();
    }

    public void startBroker() {
        broker.start();
        producer = producer();
    }

    public void key(String id, byte[] value) {
        put(Topic.KEYS, Routing.partition(new KeyId(id), PARTITIONS), id, value);
    }

    public void consumer(String id, byte[] value) {
        put(Topic.CONSUMERS, Routing.partition(id, PARTITIONS), id, value);
    }

    public void plan(String id, byte[] value) {
        put(Topic.PLANS, Routing.partition(id, PARTITIONS), id, value);
    }

    public void service(String id, byte[] value) {
        put(Topic.SERVICES, Routing.partition(id, PARTITIONS), id, value);
    }

    public void signingKey(String kid, byte[] value) {
        put(Topic.SIGNING_KEYS, Routing.partition(kid, PARTITIONS), kid, value);
    }

    public void tickAll() {
        for (Topic topic : Topic.lifecycle()) {
            for (int p = 0; p < PARTITIONS; p++) {
                put(topic, p, RecordHeaders.TICK_KEY, Events.tick(topic, null));
            }
        }
    }

    /** The offset at which the record lies, once it is committed; signed by the root where it must be. */
    public long put(Topic topic, int partition, String key, byte[] value) {
        return put(topic, partition, key, value, root.headers(topic, key, value));
    }

    public long put(Topic topic, int partition, String key, byte[] value, Headers headers) {
        try {
            return producer.send(new ProducerRecord<>(
                            names.nameOf(topic), partition, key.getBytes(StandardCharsets.UTF_8), value, headers))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything a node has said on positions.v1; null = it took its position back. */
    public List<NodePosition> positionsOf(String nodeId) {
        List<NodePosition> said = new ArrayList<>();
        recordsOf(nodeId).forEach(r -> said.add(r.value() == null ? null : Wire.decode(r.value(), NodePosition.class)));
        return said;
    }

    /** The same as it lies on the bus. */
    public List<ConsumerRecord<byte[], byte[]>> recordsOf(String nodeId) {
        return read(Topic.POSITIONS).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(nodeId))
                .toList();
    }

    /** What nodes have told of refusals and of wrong records. */
    public List<SecurityEvent> securityEvents() {
        return read(Topic.SECURITY_EVENTS).stream()
                .map(record -> Wire.decode(record.value(), SecurityEvent.class))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int p = 0; p < PARTITIONS; p++) {
                partitions.add(new TopicPartition(names.nameOf(topic), p));
            }
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> said = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> reader.position(p) < ends.get(p))) {
                reader.poll(Duration.ofMillis(200)).forEach(said::add);
            }
            return said;
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        stopBroker();
    }
}
