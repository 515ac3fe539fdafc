package dev.keyfabric.benchmarks.view;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in this process, and topics with sample keys, their consumers and one tick in each partition. */
public final class SampleBus implements AutoCloseable {
    public static final int PARTITIONS = 8;
    private static final int TRANSACTION = 1_000;

    private final EmbeddedBroker broker;
    private final Map<String, Object> client;

    public SampleBus(Path data) {
        this.broker = EmbeddedBroker.started(data);
        this.client = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /**
     * A key that is put on the bus.
     *
     * @param value of its record
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Holding(KeyId id, byte[] value) {
        /** The n-th sample key. */
        public static Holding of(int number) {
            SampleKey key = new SampleKey(number);
            return new Holding(key.id(), key.value());
        }
    }

    /** Makes the topics of a prefix and fills them with sample keys. */
    public void fill(TopicNames names, int keys) throws ExecutionException, InterruptedException {
        fill(
                names,
                IntStream.range(0, SampleKey.consumers()).mapToObj(SampleKey::consumerId),
                IntStream.range(0, keys).mapToObj(Holding::of));
    }

    /** Makes the topics of a prefix and fills them. */
    public void fill(TopicNames names, Stream<String> consumers, Stream<Holding> keys)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            List<NewTopic> topics = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                topics.add(new NewTopic(names.nameOf(topic), PARTITIONS, (short) 1).configs(topic.settings()));
            }
            admin.createTopics(topics).all().get();
        }
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("transactional.id", names.prefix());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            consumers.forEach(id -> put(
                    producer, names, Topic.CONSUMERS, Routing.partition(id, PARTITIONS), id, SampleKey.consumer(id)));
            AtomicInteger sent = new AtomicInteger();
            keys.forEach(key -> {
                put(producer, names, key);
                if (sent.incrementAndGet() % TRANSACTION == 0) {
                    producer.commitTransaction();
                    producer.beginTransaction();
                }
            });
            for (Topic topic : Topic.lifecycle()) {
                for (int p = 0; p < PARTITIONS; p++) {
                    put(producer, names, topic, p, RecordHeaders.TICK_KEY, Wire.encode(tick(topic)));
                }
            }
            producer.commitTransaction();
        }
    }

    /** Adds keys to topics that are filled. Used by one thread. */
    public final class Writer implements AutoCloseable {
        private final TopicNames names;
        private final KafkaProducer<byte[], byte[]> producer;

        private Writer(TopicNames names) {
            this.names = names;
            Map<String, Object> settings = new HashMap<>(client);
            settings.put("transactional.id", names.prefix() + "added");
            this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer.initTransactions();
        }

        /** Writes keys in one transaction, and waits for it. */
        public void write(Stream<Holding> keys) {
            producer.beginTransaction();
            keys.forEach(key -> put(producer, names, key));
            producer.commitTransaction();
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    public Writer writer(TopicNames names) {
        return new Writer(names);
    }

    private static void put(KafkaProducer<byte[], byte[]> producer, TopicNames names, Holding key) {
        int partition = Routing.partition(key.id(), PARTITIONS);
        put(producer, names, Topic.KEYS, partition, key.id().text(), key.value());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit says what failed
    private static void put(
            KafkaProducer<byte[], byte[]> producer,
            TopicNames names,
            Topic topic,
            int partition,
            String id,
            byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(names.nameOf(topic), partition, bytes(id), value);
        record.headers().add(RecordHeaders.COMMAND, bytes("cmd-0000000000000000000000"));
        record.headers().add(RecordHeaders.CAUSE, bytes("commands.v1-" + partition + "@0000000"));
        producer.send(record);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SpecificRecordBase tick(Topic topic) {
        Instant at = Instant.ofEpochMilli(SampleKey.VERSION);
        return switch (topic) {
            case KEYS -> new KeyEvent(KeyEventType.TICK, at, "r", Door.REGISTRY, null, null, null, null, null);
            case CONSUMERS ->
                new ConsumerEvent(ConsumerEventType.TICK, at, "r", Door.REGISTRY, null, null, null, null, null);
            case PLANS -> new PlanEvent(PlanEventType.TICK, at, "r", Door.REGISTRY, null, null, null, null, null);
            case SERVICES ->
                new ServiceEvent(ServiceEventType.TICK, at, "r", Door.REGISTRY, null, null, null, null, null);
            case SIGNING_KEYS ->
                new SigningKeyEvent(SigningKeyEventType.TICK, at, "r", Door.REGISTRY, null, null, null, null, null);
            default -> throw new IllegalArgumentException(topic.id());
        };
    }

    @Override
    public void close() {
        broker.close();
    }
}
