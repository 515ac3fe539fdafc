package dev.keyfabric.schemas.access;

import static dev.keyfabric.schemas.access.Right.Operation.CREATE;
import static dev.keyfabric.schemas.access.Right.Operation.DESCRIBE_CONFIGS;
import static dev.keyfabric.schemas.access.Right.Operation.READ;
import static dev.keyfabric.schemas.access.Right.Operation.WRITE;

import dev.keyfabric.schemas.access.Right.Match;
import dev.keyfabric.schemas.access.Right.Operation;
import dev.keyfabric.schemas.access.Right.Resource;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a program on the bus is for; all programs of a role come as one principal. */
public enum Role {
    /** Makes the topics, decides commands, writes the lifecycle topics. */
    REGISTRY,
    /** Follows the lifecycle topics, and tells how far it is and what it refused. */
    VALIDATOR,
    /** Sends signed commands over the bus, and waits for their results. */
    ADMIN,
    /** A business service: all it needs of the fabric it asks the validator beside it for. */
    SERVICE;

    /** Everything that the role needs on a bus where the topics have these names; each right is needed. */
    public List<Right> rights(TopicNames names) {
        return switch (this) {
            case REGISTRY -> ofRegistry(names);
            case VALIDATOR ->
                Stream.concat(
                                Topic.lifecycle().stream().map(topic -> on(names, topic, READ)),
                                Stream.of(on(names, Topic.POSITIONS, WRITE), on(names, Topic.SECURITY_EVENTS, WRITE)))
                        .toList();
            case ADMIN -> List.of(on(names, Topic.COMMANDS, WRITE), on(names, Topic.COMMAND_RESULTS, READ));
            case SERVICE -> List.of();
        };
    }

    private static List<Right> ofRegistry(TopicNames names) {
        List<Right> rights = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            rights.add(on(names, topic, CREATE));
            rights.add(on(names, topic, DESCRIBE_CONFIGS));
            if (topic != Topic.SECURITY_EVENTS) {
                rights.add(on(names, topic, READ));
            }
            if (topic != Topic.POSITIONS) {
                rights.add(on(names, topic, WRITE));
            }
        }
        rights.add(new Right(Resource.GROUP, names.registryGroup(), Match.LITERAL, READ));
        rights.add(new Right(Resource.TRANSACTIONAL_ID, names.registryGroup() + "-", Match.PREFIXED, WRITE));
        return List.copyOf(rights);
    }

    private static Right on(TopicNames names, Topic topic, Operation operation) {
        return new Right(Resource.TOPIC, names.nameOf(topic), Match.LITERAL, operation);
    }
}
