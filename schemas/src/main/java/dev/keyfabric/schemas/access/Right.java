package dev.keyfabric.schemas.access;

/**
 * One thing that a role may do at the brokers: one ACL binding that allows it, from any host. Kafka's own rules add
 * Describe to whoever may read or write.
 *
 * @param name of the resource, or what the names of the resources begin with
 * @param match how the name is meant
 */
public record Right(Resource resource, String name, Match match, Operation operation) {
    /** Kinds of resources, spelled as Kafka's {@code ResourceType}. */
    public enum Resource {
        TOPIC,
        GROUP,
        TRANSACTIONAL_ID
    }

    /** How a name stands for resources, spelled as Kafka's {@code PatternType}. */
    public enum Match {
        LITERAL,
        PREFIXED
    }

    /** What is done, spelled as Kafka's {@code AclOperation}. */
    public enum Operation {
        READ,
        WRITE,
        CREATE,
        DESCRIBE_CONFIGS
    }
}
