package dev.keyfabric.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The least that any design on this broker costs: one record produced with acks=all and read by a waiting consumer. */
final class ProduceConsume implements AutoCloseable {
    private static final byte[] VALUE = new byte[400];

    private final TopicPartition partition = new TopicPartition("bench-" + UUID.randomUUID(), 0);
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    ProduceConsume(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        admin = Admin.create(settings);
        admin.createTopics(List.of(new NewTopic(partition.topic(), Optional.of(1), Optional.empty())))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        settings.keySet().removeAll(List.of("acks", "linger.ms"));
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
    }

    /** Nanoseconds from send to the consumer's hands. */
    long once() {
        long start = System.nanoTime();
        Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(partition.topic(), VALUE));
        while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
            if (System.nanoTime() - start > 30_000_000_000L) {
                throw new IllegalStateException("the record does not arrive; acknowledged: " + sent.isDone());
            }
        }
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        admin.deleteTopics(List.of(partition.topic()))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        admin.close();
    }
}
