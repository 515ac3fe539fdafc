package dev.keyfabric.follower;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.StreamsConfig;

/** What each Kafka client is given: our wishes, over them the operator's settings, over them what must be. */
final class KafkaSettings {
    private KafkaSettings() {}

    static Map<String, Object> admin(FollowerSettings settings) {
        Map<String, Object> admin = new HashMap<>();
        // While no broker answers, the client looks for one at this pace, and all else on the host pays for it.
        admin.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 1000L);
        admin.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 1000L);
        admin.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        admin.putAll(settings.clientSettings());
        admin.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name() + "-check");
        return admin;
    }

    @SuppressWarnings("deprecation") // the switch goes away when it becomes the only behaviour, in Kafka 5
    static Properties streams(FollowerSettings settings, Path stateDir) {
        Properties streams = new Properties();
        // One poll is one write to the view: larger polls restore faster and cost a live reader nothing.
        streams.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        streams.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        // A restore goes from partition to partition, and each waits out the fetch that the one before left behind.
        streams.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        streams.putAll(settings.clientSettings());
        streams.remove(CommonClientConfigs.CLIENT_ID_CONFIG);
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.name());
        streams.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        // Streams waits for ever; whoever wants it to end wakes its consumer up (StreamsRun.close).
        streams.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Long.MAX_VALUE);
        streams.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return streams;
    }

    /** What Streams would give the consumer of its global thread. */
    static Map<String, Object> readAhead(FollowerSettings settings, Properties streams) {
        return new StreamsConfig(streams).getGlobalConsumerConfigs(settings.name() + "-ahead");
    }

    static Map<String, Object> consumer(Map<String, Object> fromStreams) {
        Map<String, Object> consumer = new HashMap<>(fromStreams);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return consumer;
    }
}
