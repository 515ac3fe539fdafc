package dev.keyfabric.context.verify;

import static dev.keyfabric.context.Fabric.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.junit.Kafka;
import dev.keyfabric.broker.junit.WithKafka;
import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.producer.Stamping;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampRefusedException;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a producer with our serialisers over a broker to consumers that verify. */
@WithKafka
class StampedTopicIT {
    private final Kafka kafka;
    private final String topic;
    private final String evidence;
    private final String create;

    private final Fabric fabric = new Fabric(Instant.now());

    StampedTopicIT(Kafka kafka) {
        this.kafka = kafka;
        String prefix = kafka.freshPrefix();
        topic = prefix + "orders";
        evidence = prefix + "evidence";
        create = prefix + "create";
    }

    @BeforeEach
    void freshTopics() throws Exception {
        TopicPolicy policy = TopicPolicy.signedBy(Set.of("orders")).withStampedTombstones();
        fabric.policies.put(topic, policy);
        fabric.policies.put(evidence, policy.with(Binding.EVIDENCE));
        fabric.policies.put(create, policy);
        try (Admin admin = Admin.create(kafka.client())) {
            Map<String, String> append = Map.of("message.timestamp.type", "LogAppendTime");
            admin.createTopics(List.of(
                            new NewTopic(topic, 1, (short) 1).configs(append),
                            new NewTopic(evidence, 1, (short) 1).configs(append),
                            new NewTopic(create, 1, (short) 1)))
                    .all()
                    .get();
            // An idempotent producer that has several batches under way before there is a leader can get stuck.
            Map<TopicPartition, OffsetSpec> ends = Stream.of(topic, evidence, create)
                    .collect(Collectors.toMap(name -> new TopicPartition(name, 0), name -> OffsetSpec.latest()));
            await().ignoreExceptions()
                    .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
        }
    }

    @Test
    void recordsOfManyThreadsEachCarryTheirOwnCaller() throws Exception {
        int threads = 8;
        int each = 150;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (KafkaProducer<String, String> producer = producer()) {
            List<Future<?>> tasks = new ArrayList<>();
            Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();
            for (int t = 0; t < threads; t++) {
                CallContext caller = fabric.context(fabric.claims("consumer-" + t, "orders", null));
                String consumer = "consumer-" + t;
                tasks.add(pool.submit(() -> {
                    try (CurrentContext.Scope scope = CurrentContext.open(caller)) {
                        for (int i = 0; i < each; i++) {
                            String key = i % 3 == 0 ? null : consumer + "/" + i;
                            String value = i % 7 == 0 ? null : consumer + " bought " + i;
                            sent.add(producer.send(new ProducerRecord<>(i % 2 == 0 ? topic : evidence, key, value)));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }

        Map<String, Integer> count = new HashMap<>();
        for (String name : List.of(topic, evidence)) {
            int expected = threads * each / 2;
            for (ConsumerRecord<byte[], byte[]> record : raw(name, expected)) {
                VerifiedContext context = verified(fabric.verifier.verify(record));
                count.merge(context.consumerId(), 1, Integer::sum);
                if (record.key() != null) {
                    assertThat(new String(record.key(), StandardCharsets.UTF_8)).startsWith(context.consumerId() + "/");
                }
            }
            for (ConsumerRecord<String, String> record : typed(name, expected)) {
                VerifiedContext context = verified(fabric.verifier.verifyDeserialized(record));
                if (record.value() != null) {
                    assertThat(record.value()).startsWith(context.consumerId() + " bought");
                }
                ConsumerRecord<byte[], byte[]> original =
                        Verifying.original(record).orElseThrow();
                assertThat(original.key()).isEqualTo(bytes(record.key()));
                assertThat(original.value()).isEqualTo(bytes(record.value()));
                verified(fabric.verifier.verify(original));
            }
        }
        assertThat(count)
                .hasSize(threads)
                .allSatisfy((consumer, n) -> assertThat(n).isEqualTo(each));
    }

    @Test
    void aRefusalReachesTheCallerOfSendAndNothingIsWritten() throws Exception {
        String secret =
                ApiKey.generate(KeyPrefixes.DEFAULT.live(), new Random(3)).reveal();
        try (KafkaProducer<String, String> producer = producer()) {
            refused(StampRefusal.NO_CONTEXT, producer, new ProducerRecord<>(topic, "k", "no caller"));
            try (CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
                refused(StampRefusal.KEY_IN_RECORD, producer, new ProducerRecord<>(topic, "k", "key=" + secret));
                refused(StampRefusal.KEY_IN_RECORD, producer, new ProducerRecord<>(topic, secret, "v"));
                producer.send(new ProducerRecord<>(topic, "k", "good")).get();
            }
        }

        assertThat(raw(topic, 1))
                .singleElement()
                .satisfies(r -> assertThat(r.value()).isEqualTo(bytes("good")));
    }

    @Test
    void aRecordMovedToAnotherTopicAndOneOfACreateTimeTopicAreRefused() throws Exception {
        try (KafkaProducer<String, String> producer = producer();
                CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            producer.send(new ProducerRecord<>(topic, "k", "v")).get();
            producer.send(new ProducerRecord<>(create, "k", "v")).get();
        }
        ConsumerRecord<byte[], byte[]> good = raw(topic, 1).get(0);
        try (KafkaProducer<byte[], byte[]> mover = new KafkaProducer<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer",
                "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer"))) {
            mover.send(new ProducerRecord<>(evidence, null, good.key(), good.value(), good.headers()))
                    .get();
        }

        verified(fabric.verifier.verify(good));
        assertThat(fabric.verifier.verify(raw(evidence, 1).get(0)))
                .isEqualTo(new Stamped.Refused(StampRefusal.OTHER_TOPIC));
        assertThat(fabric.verifier.verify(raw(create, 1).get(0)))
                .isEqualTo(new Stamped.Refused(StampRefusal.CREATE_TIME_NOT_ALLOWED));
    }

    @Test
    void aTypedRecordThatOurDeserialisersHaveNotSeenIsRefused() throws Exception {
        try (KafkaProducer<String, String> producer = producer();
                CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, "k", "v");
            producer.send(record).get();
            producer.send(record).get();
        }
        Map<String, Object> plain = consumerConfig(StringDeserializer.class);

        assertThat(read(plain, topic, 2, fabric.verifier::verifyDeserialized))
                .containsOnly(new Stamped.Refused(StampRefusal.BYTES_UNKNOWN));
        assertThat(read(Verifying.consumerConfig(plain), topic, 2, fabric.verifier::verifyDeserialized))
                .allMatch(Stamped.Verified.class::isInstance);
        assertThat(read(Verifying.consumerConfig(plain), topic, 2, Verifying::original))
                .allMatch(Optional::isEmpty);
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(Stamping.producerConfig(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "linger.ms",
                        "5",
                        "key.serializer",
                        StringSerializer.class,
                        "value.serializer",
                        StringSerializer.class),
                fabric.stamper()));
    }

    private static void refused(
            StampRefusal reason, KafkaProducer<String, String> producer, ProducerRecord<String, String> record) {
        assertThatThrownBy(() -> producer.send(record))
                .isInstanceOfSatisfying(
                        StampRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private List<ConsumerRecord<byte[], byte[]>> raw(String topic, int count) {
        return read(consumerConfig(ByteArrayDeserializer.class), topic, count, Function.identity());
    }

    private List<ConsumerRecord<String, String>> typed(String topic, int count) {
        Map<String, Object> config = Verifying.consumerConfig(consumerConfig(StringDeserializer.class));
        config.put(Verifying.KEEP_ORIGINALS, "true");
        return read(config, topic, count, Function.identity());
    }

    private static <K, V, T> List<T> read(
            Map<String, Object> config, String topic, int count, Function<ConsumerRecord<K, V>, T> each) {
        List<T> all = new ArrayList<>();
        try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            long end = consumer.endOffsets(consumer.assignment())
                    .values()
                    .iterator()
                    .next();
            assertThat(end).isEqualTo(count);
            while (all.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> all.add(each.apply(record)));
            }
        }
        return all;
    }

    private Map<String, Object> consumerConfig(Class<?> deserializer) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "allow.auto.create.topics",
                "false",
                "key.deserializer",
                deserializer,
                "value.deserializer",
                deserializer));
    }

    private static VerifiedContext verified(Stamped verdict) {
        assertThat(verdict).isInstanceOf(Stamped.Verified.class);
        return ((Stamped.Verified) verdict).context();
    }
}
