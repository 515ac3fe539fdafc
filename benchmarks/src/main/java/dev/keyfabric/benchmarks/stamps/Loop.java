package dev.keyfabric.benchmarks.stamps;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.producer.Stamping;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.verify.Stamped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The same producer and consumer loop with and without the library: one thread sends records of 400 bytes as fast as it
 * can, then one reads them all. 100 records to a call. The three ways take turns; of each the best round counts, for
 * other people's work on the machine only ever adds.
 */
final class Loop implements AutoCloseable {
    private static final int RECORDS = 20_000;
    private static final int PER_CALL = 100;
    private static final int ROUNDS = 8;

    private final EmbeddedBroker broker;
    private final Admin admin;

    private record Times(double produce, double consume) {}

    Loop(EmbeddedBroker broker) {
        this.broker = broker;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    void print() throws ExecutionException, InterruptedException {
        once(null);
        once(Binding.SIGNED);
        once(Binding.EVIDENCE);
        List<Times> bare = new ArrayList<>();
        List<Times> signed = new ArrayList<>();
        List<Times> evidence = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            bare.add(once(null));
            signed.add(once(Binding.SIGNED));
            evidence.add(once(Binding.EVIDENCE));
        }
        System.out.printf(
                "%nµs per record of one producing and one consuming thread (%d records of 400 bytes, %d to a call, best of"
                        + " %d):%n%-10s %9s %9s %9s %8s%n",
                RECORDS, PER_CALL, ROUNDS, "", "produce", "consume", "both", "ratio");
        line("bare", bare, bare);
        line(Binding.SIGNED.name().toLowerCase(Locale.ROOT), signed, bare);
        line(Binding.EVIDENCE.name().toLowerCase(Locale.ROOT), evidence, bare);
    }

    private static void line(String name, List<Times> times, List<Times> bare) {
        double produce = best(times, Times::produce);
        double consume = best(times, Times::consume);
        double without = best(bare, Times::produce) + best(bare, Times::consume);
        System.out.printf(
                "%-10s %9.1f %9.1f %9.1f %8.2f%n",
                name, produce, consume, produce + consume, (produce + consume) / without);
    }

    private static double best(List<Times> times, ToDoubleFunction<Times> part) {
        return times.stream().mapToDouble(part).min().orElseThrow();
    }

    private Times once(@Nullable Binding profile) throws ExecutionException, InterruptedException {
        String topic = "loop-" + UUID.randomUUID();
        NewTopic description =
                new NewTopic(topic, 1, (short) 1).configs(Map.of("message.timestamp.type", "LogAppendTime"));
        admin.createTopics(List.of(description)).all().get();
        Shop shop = new Shop(topic, profile == null ? Binding.SIGNED : profile);
        try {
            return new Times(produce(shop, profile), consume(shop, profile));
        } finally {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private double produce(Shop shop, @Nullable Binding profile) throws ExecutionException, InterruptedException {
        List<CallContext> calls = new ArrayList<>();
        for (int i = 0; i < RECORDS / PER_CALL; i++) {
            calls.add(shop.call());
        }
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "acks",
                "all",
                "linger.ms",
                5,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
        List<Future<?>> sent = new ArrayList<>(RECORDS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(profile == null ? config : Stamping.producerConfig(config, shop.stamper))) {
            producer.partitionsFor(shop.topic);
            long start = System.nanoTime();
            for (CallContext call : calls) {
                try (CurrentContext.Scope scope = CurrentContext.open(call)) {
                    for (int i = 0; i < PER_CALL; i++) {
                        sent.add(producer.send(new ProducerRecord<>(shop.topic, new byte[16], new byte[400])));
                    }
                }
            }
            for (Future<?> each : sent) {
                each.get();
            }
            return (System.nanoTime() - start) / 1e3 / RECORDS;
        }
    }

    private double consume(Shop shop, @Nullable Binding profile) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(shop.topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.position(partition);
            long start = System.nanoTime();
            for (int read = 0; read < RECORDS; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(5))) {
                    if (profile != null && shop.verifier.verify(record) instanceof Stamped.Refused refused) {
                        throw new IllegalStateException("the benchmark's own record is refused: " + refused);
                    }
                    read++;
                }
            }
            return (System.nanoTime() - start) / 1e3 / RECORDS;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
