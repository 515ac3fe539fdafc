package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * How a follower reads.
 *
 * @param name application id; also names its threads
 * @param clientSettings passed to every Kafka client: {@code bootstrap.servers}, TLS, SASL, …
 * @param topics what to follow
 * @param stateDir a folder for Kafka Streams' own bookkeeping, not the view's
 * @param checkEvery how often cluster id, topic ids and end offsets are compared with the view's
 * @param retryAfter pause before a new try after the client failed
 * @param outdatedAfter how long a view may have been away from the topics' end and still read on: less than half of
 *     their {@code delete.retention.ms}
 * @param clock the wall clock
 */
public record FollowerSettings(
        String name,
        Map<String, Object> clientSettings,
        TopicNames names,
        Set<Topic> topics,
        Path stateDir,
        Duration checkEvery,
        Duration retryAfter,
        Duration outdatedAfter,
        InstantSource clock) {

    public static final Duration CHECK_EVERY = Duration.ofSeconds(10);
    public static final Duration RETRY_AFTER = Duration.ofMillis(500);

    /** Half of the lifecycle topics' {@code delete.retention.ms}. */
    public static final Duration OUTDATED_AFTER = Duration.ofHours(84);
}
