package dev.keyfabric.registry.command;

import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.topics.Position;
import java.util.Optional;

/**
 * Where the records lie without which a new subject is good for nothing: a key's consumer, and the consumer's plan. They
 * are on other topics, which a node reads in no order of their own; it may know a key before it knows whose it is.
 */
record Grounds(Lookups lookups) {
    /** The position of what the subject of a command stands on; empty where the command brings none that is new. */
    Position of(CommandResult result) {
        return switch (result.getType()) {
            case ISSUE_KEY, IMPORT_KEY ->
                lookups.subject(SubjectKind.KEY, result.getSubject())
                        .map(Subject::key)
                        .flatMap(key -> lookups.subject(SubjectKind.CONSUMER, key.getConsumerId()))
                        .map(consumer -> planOf(consumer).and(consumer.position()))
                        .orElse(Position.NONE);
            case REGISTER_CONSUMER, UPDATE_CONSUMER ->
                lookups.subject(SubjectKind.CONSUMER, result.getSubject())
                        .map(this::planOf)
                        .orElse(Position.NONE);
            default -> Position.NONE;
        };
    }

    private Position planOf(Subject consumer) {
        return Optional.ofNullable(consumer.consumer())
                .map(state -> state.getPlan())
                .flatMap(plan -> lookups.subject(SubjectKind.PLAN, plan))
                .map(Subject::position)
                .orElse(Position.NONE);
    }
}
