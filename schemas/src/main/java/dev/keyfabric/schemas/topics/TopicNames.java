package dev.keyfabric.schemas.topics;

import java.util.Optional;

/**
 * The names of the topics on one bus.
 *
 * @param prefix stands before every topic id, {@code keyfabric.} unless configured
 */
public record TopicNames(String prefix) {
    public static final TopicNames DEFAULT = new TopicNames("keyfabric.");

    public String nameOf(Topic topic) {
        return prefix + topic.id();
    }

    /** The consumer group of the registries: {@code keyfabric.registry}. Their transactional ids begin with it and a dash. */
    public String registryGroup() {
        return prefix + "registry";
    }

    /** The topic that a name on the bus stands for, or empty when it is none of ours. */
    public Optional<Topic> topicOf(String name) {
        return name.startsWith(prefix) ? Topic.ofId(name.substring(prefix.length())) : Optional.empty();
    }
}
