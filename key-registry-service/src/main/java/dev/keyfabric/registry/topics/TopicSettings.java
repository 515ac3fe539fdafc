package dev.keyfabric.registry.topics;

import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.Map;

/**
 * What the topics must be like.
 *
 * @param clientSettings passed to the Kafka client: {@code bootstrap.servers}, TLS, SASL, …
 * @param partitions of every topic: a power of two from 1 to 4096, fixed for life
 * @param development permits one replica, for a bus of one broker
 * @param usableWithin how long to wait until every partition has a leader
 */
public record TopicSettings(
        Map<String, Object> clientSettings,
        TopicNames names,
        int partitions,
        boolean development,
        Duration usableWithin) {

    public static final int DEFAULT_PARTITIONS = 8;
    public static final Duration USABLE_WITHIN = Duration.ofSeconds(30);

    private static final int MAX_PARTITIONS = 4096;

    public TopicSettings {
        if (partitions < 1 || partitions > MAX_PARTITIONS || Integer.bitCount(partitions) != 1) {
            throw new IllegalArgumentException("the number of partitions must be a power of two from 1 to "
                    + MAX_PARTITIONS + ", not " + partitions);
        }
        clientSettings = Map.copyOf(clientSettings);
    }

    int leastReplicas() {
        return development ? 1 : 3;
    }

    int leastInSync() {
        return development ? 1 : 2;
    }
}
