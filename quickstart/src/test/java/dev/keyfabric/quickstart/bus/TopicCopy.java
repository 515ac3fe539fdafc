package dev.keyfabric.quickstart.bus;

import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a mirror does: topics of the same names, partitions and settings on another cluster, with every committed record in
 * its partition and order. What speaks of offsets is left out, since they differ there: commands and results, and where
 * nodes were.
 */
public final class TopicCopy {
    private static final Set<Topic> COPIED =
            EnumSet.complementOf(EnumSet.of(Topic.COMMANDS, Topic.COMMAND_RESULTS, Topic.POSITIONS));

    private TopicCopy() {}

    public static void copy(String from, String to) throws ExecutionException, InterruptedException {
        try (Admin there = Admin.create(Map.of("bootstrap.servers", from));
                Admin here = Admin.create(Map.of("bootstrap.servers", to))) {
            Set<String> existing = there.listTopics().names().get();
            List<Topic> topics = COPIED.stream()
                    .filter(topic -> existing.contains(name(topic)))
                    .toList();
            for (Topic topic : topics) {
                here.createTopics(List.of(like(there, name(topic)))).all().get();
            }
            for (Topic topic : topics) {
                write(TopicDump.committed(from, topic), to);
            }
        }
    }

    private static NewTopic like(Admin admin, String topic) throws ExecutionException, InterruptedException {
        int partitions = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        Map<String, String> settings = config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
        return new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
    }

    private static void write(List<ConsumerRecord<byte[], byte[]>> records, String to) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", to));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                var unused = producer.send(new ProducerRecord<>(
                        record.topic(), record.partition(), record.key(), record.value(), record.headers()));
            }
            producer.flush();
        }
    }

    private static String name(Topic topic) {
        return TopicNames.DEFAULT.nameOf(topic);
    }
}
