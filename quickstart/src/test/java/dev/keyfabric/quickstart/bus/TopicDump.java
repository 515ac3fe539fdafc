package dev.keyfabric.quickstart.bus;

import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from beginning to end with a plain consumer: an opinion independent of the fabric's own readers. */
public final class TopicDump {
    private TopicDump() {}

    /** Every committed record of a topic, in order per partition. */
    public static List<ConsumerRecord<byte[], byte[]>> committed(String bootstrap, Topic topic) {
        return read(bootstrap, TopicNames.DEFAULT.nameOf(topic), "read_committed");
    }

    /** Every record that lies on a topic, aborted ones too. */
    public static List<ConsumerRecord<byte[], byte[]>> raw(String bootstrap, String topic) {
        return read(bootstrap, topic, "read_uncommitted");
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic, String isolation) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", isolation);
        settings.put("allow.auto.create.topics", "false");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
