package dev.keyfabric.registry.write;

import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.telemetry.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How an instance writes.
 *
 * @param application the same for all instances of one fabric: consumer group and transactional ids begin with it
 * @param instanceId names this instance among them, the same over its restarts
 * @param clientSettings passed to every Kafka client: {@code bootstrap.servers}, TLS, SASL, …
 * @param partitions of commands.v1 and of every lifecycle topic
 * @param stateDir a folder for Kafka Streams and the decider's working store; may be deleted while the instance is down
 * @param restartPause how long to wait before a dead Streams client is rebuilt
 * @param terms what time does to subjects
 * @param tracing where the spans of decisions go
 */
public record WriterSettings(
        String application,
        String instanceId,
        Map<String, Object> clientSettings,
        TopicNames names,
        int partitions,
        Path stateDir,
        Duration restartPause,
        Terms terms,
        Tracing tracing) {

    public static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    public WriterSettings {
        clientSettings = Map.copyOf(clientSettings);
    }

    /** The application of the fabric with these topics: {@code keyfabric.registry}. Another prefix is another fabric. */
    public static String applicationOf(TopicNames names) {
        return names.registryGroup();
    }
}
