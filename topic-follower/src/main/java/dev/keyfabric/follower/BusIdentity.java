package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.Topic;
import java.util.Map;

/**
 * Which bus this is: a topic that was deleted and made again has another id (KIP-516), though its name is the same.
 *
 * @param topicIds the id of each followed topic, in Kafka's base64 form
 */
public record BusIdentity(String clusterId, Map<Topic, String> topicIds) {}
