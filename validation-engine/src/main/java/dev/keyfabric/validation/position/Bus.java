package dev.keyfabric.validation.position;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a node asks of the brokers beside following them: to take its positions, and where the topics end.
 *
 * @param clientSettings passed to every client
 */
record Bus(Map<String, Object> clientSettings, TopicNames names, String clientId) {
    private static final Duration QUICKLY = Duration.ofSeconds(2);

    /** A producer of positions: each wholly written or not at all, none held back to fill a batch. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, QUICKLY.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 6000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Whether a broker answers at this moment. */
    boolean reachable() {
        try (Admin admin = admin()) {
            admin.describeCluster().clusterId().get(QUICKLY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The end (LSO) of each partition of the lifecycle topics.
     *
     * @throws KafkaException when no broker says so in time
     */
    Map<PartitionId, Long> ends(int partitions) throws InterruptedException {
        Map<TopicPartition, PartitionId> asked = new HashMap<>();
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        for (Topic topic : Topic.lifecycle()) {
            for (int p = 0; p < partitions; p++) {
                TopicPartition partition = new TopicPartition(names.nameOf(topic), p);
                asked.put(partition, new PartitionId(topic, p));
                specs.put(partition, OffsetSpec.latest());
            }
        }
        try (Admin admin = admin()) {
            Map<TopicPartition, ListOffsetsResultInfo> found = admin.listOffsets(
                            specs, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(QUICKLY.toMillis(), TimeUnit.MILLISECONDS);
            Map<PartitionId, Long> ends = new HashMap<>();
            asked.forEach((partition, id) -> {
                ListOffsetsResultInfo info = found.get(partition);
                ends.put(id, info == null ? Long.MAX_VALUE : info.offset());
            });
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the ends of the topics are not known", e);
        }
    }

    private Admin admin() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, ""); // It is gone before anybody has looked.
        settings.putAll(clientSettings);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId + "-admin");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1500);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000);
        return Admin.create(settings);
    }
}
