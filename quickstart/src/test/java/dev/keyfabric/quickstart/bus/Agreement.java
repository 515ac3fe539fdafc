package dev.keyfabric.quickstart.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The registry's digests from a moment on: one on each partition of each lifecycle topic, behind all that lay there at that
 * moment. What a node says of its comparisons counts once it has read these. The digests themselves are the registry's word;
 * a node that refuses one says so.
 */
public final class Agreement implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** Topic without prefix, a hyphen and the partition, to the offset of the first digest. */
    private final Map<String, Long> digests = new HashMap<>();

    private Agreement(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.partitions = Topic.lifecycle().stream()
                .flatMap(topic -> consumer.partitionsFor(TopicNames.DEFAULT.nameOf(topic)).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    /** What is written from now on. */
    public static Agreement fromNowOn(String bootstrap) {
        return new Agreement(new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "allow.auto.create.topics",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
    }

    /** Waits until a node has compared every partition with one of these digests, and found no difference. */
    public void awaitOf(Node node) {
        awaitCompared(node);
        JsonNode compared = of(node);
        assertThat(compared.path("compared").asInt()).isEqualTo(partitions.size());
        assertThat(compared.path("differing").asInt()).isZero();
    }

    /** Waits until a node has read one of these digests on every partition. */
    public void awaitCompared(Node node) {
        await("a digest on each partition").atMost(WITHIN).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(this::look);
            return digests.size() == partitions.size();
        });
        await("digests applied").atMost(WITHIN).until(() -> hasRead(node));
    }

    /** How the comparisons stand, as the node's health tells it. */
    public static JsonNode of(Node node) {
        return view(node).path("digests");
    }

    /** How often the node has met what it counts under a name; −1 = it counts nothing of that name. */
    public static long incidents(Node node, String kind) {
        return view(node).path("incidents").path(kind).asLong(-1);
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        if (new String(record.key(), StandardCharsets.UTF_8).equals(RecordHeaders.DIGEST_KEY)) {
            String topic =
                    TopicNames.DEFAULT.topicOf(record.topic()).orElseThrow().id();
            digests.putIfAbsent(topic + "-" + record.partition(), record.offset());
        }
    }

    private boolean hasRead(Node node) {
        Map<String, Long> applied = new HashMap<>();
        for (String part :
                node.get("/v1/position").body().path("position").asText().split(",", -1)) {
            int at = part.indexOf('@');
            applied.put(part.substring(0, at), Long.valueOf(part.substring(at + 1)));
        }
        return digests.entrySet().stream()
                .allMatch(digest -> applied.getOrDefault(digest.getKey(), -1L) >= digest.getValue());
    }

    private static JsonNode view(Node node) {
        return node.get("/health").body().path("details").path("view").path("details");
    }

    @Override
    public void close() {
        consumer.close();
    }
}
