package dev.keyfabric.quickstart.story;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Somebody who may read and write topics, and copies records byte for byte. */
public final class RawRecords {
    private static final int SECONDS = 10;

    private final Map<String, Object> client;

    public RawRecords(String bootstrapServers) {
        this.client = Map.of("bootstrap.servers", bootstrapServers, "allow.auto.create.topics", false);
    }

    /** The record at an offset; a {@link BrokenPromiseException} when none comes. */
    public ConsumerRecord<byte[], byte[]> at(String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            for (int i = 0; i < SECONDS; i++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    return record;
                }
            }
        }
        throw new BrokenPromiseException("no record at " + place + "@" + offset);
    }

    /** Writes a record with its key, value and headers to a topic, and says where it is then. */
    RecordMetadata copy(ConsumerRecord<byte[], byte[]> record, String topic) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", String.valueOf(client.get("bootstrap.servers"))),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()))
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokenPromiseException("the copy was not taken: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenPromiseException("interrupted");
        }
    }
}
