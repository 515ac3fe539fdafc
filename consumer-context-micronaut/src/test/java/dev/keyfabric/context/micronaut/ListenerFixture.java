package dev.keyfabric.context.micronaut;

import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.stamp.TopicPolicy;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Contexts with listeners on a broker; each test has a topic and its dead letters. */
abstract class ListenerFixture {
    static EmbeddedBroker broker;
    static KafkaProducer<byte[], byte[]> producer;

    final Fabric fabric = new Fabric(Instant.now());
    final String topic = "orders-" + UUID.randomUUID();
    ApplicationContext context;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.started(Path.of("target", "broker-" + UUID.randomUUID()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.stop();
    }

    @BeforeEach
    void topics() throws Exception {
        fabric.policies.put(topic, TopicPolicy.signedBy(Set.of("orders")));
        create(topic);
        create(topic + ".dead");
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
    }

    Listeners.Seen run(String shape, Map<String, Object> more) {
        context = start(shape, more);
        return context.getBean(Listeners.Seen.class);
    }

    ApplicationContext start(String shape, Map<String, Object> more) {
        return ApplicationContext.builder(properties(shape, more))
                .singletons(fabric.verifier)
                .start();
    }

    Map<String, Object> properties(String shape, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "kafka.consumers.default.allow.auto.create.topics",
                "false",
                "kafka.consumers.default.auto.commit.interval.ms",
                "100",
                "listener",
                shape,
                "topic",
                topic));
        properties.putAll(more);
        return properties;
    }

    Listeners.Told told() {
        return context.getBean(Listeners.Told.class);
    }

    ProducerRecord<byte[], byte[]> good(String key, String value) {
        return fabric.stamper()
                .stamp(
                        new ProducerRecord<>(topic, key == null ? null : bytes(key), bytes(value)),
                        fabric.context(fabric.claims()));
    }

    /** A stamped record whose value was changed afterwards. */
    ProducerRecord<byte[], byte[]> spoiled(String key, String value) {
        ProducerRecord<byte[], byte[]> made = good(key, value);
        return new ProducerRecord<>(topic, null, made.key(), bytes(value + "!"), made.headers());
    }

    @SafeVarargs
    static void send(ProducerRecord<byte[], byte[]>... records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }

    static void create(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1)
                            .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                    .all()
                    .get();
        }
    }

    static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    static long count(String name) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition partition = new TopicPartition(name, 0);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    /** The first records of a topic, as many as are waited for. */
    static List<ConsumerRecord<byte[], byte[]>> read(String name, int atLeast) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(new TopicPartition(name, 0)));
            consumer.seekToBeginning(consumer.assignment());
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                return all.size() >= atLeast;
            });
        }
        return all;
    }

    static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
