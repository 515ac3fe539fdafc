package dev.keyfabric.registry.command;

import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Effects;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Position;
import java.util.Optional;

/**
 * The position at which a command is in force: a node that has applied it has applied what the command did, and what that
 * {@linkplain Grounds stands on}.
 */
public final class CommandPositions {
    private final Lookups lookups;
    private final Grounds grounds;

    public CommandPositions(Lookups lookups) {
        this.lookups = lookups;
        this.grounds = new Grounds(lookups);
    }

    /** The kind of subject that a type of command is about, or empty when it is about several. */
    public static Optional<SubjectKind> kindOf(CommandType type) {
        return switch (type) {
            case REGISTER_CONSUMER, UPDATE_CONSUMER, SUSPEND_CONSUMER, REINSTATE_CONSUMER, DELETE_CONSUMER ->
                Optional.of(SubjectKind.CONSUMER);
            case ISSUE_KEY,
                    IMPORT_KEY,
                    UPDATE_KEY,
                    ROTATE_KEY,
                    SUSPEND_KEY,
                    REINSTATE_KEY,
                    REVOKE_KEY,
                    UPGRADE_KEY_HASH -> Optional.of(SubjectKind.KEY);
            case DEFINE_PLAN -> Optional.of(SubjectKind.PLAN);
            case DEFINE_SERVICE -> Optional.of(SubjectKind.SERVICE);
            case ENROL_SIGNING_KEY, ADVANCE_SIGNING_KEY -> Optional.of(SubjectKind.SIGNING_KEY);
            case UNKNOWN, REVOKE_KEYS, PURGE_SUBJECT, DIGEST, ANNOUNCE_EXPIRY -> Optional.empty();
        };
    }

    /**
     * The position of an answer that has just come; empty until all its records are applied here. A command that wrote
     * nothing takes the position of its subject's present record.
     */
    public Optional<Position> ofFresh(Answer answer) {
        if (answer.result().getOutcome() == Outcome.REFUSED) {
            return Optional.of(Position.NONE);
        }
        Effects effects = lookups.effects(answer.cause());
        if (!effects.complete(answer.result().getWritten())) {
            return Optional.empty();
        }
        return effects.isEmpty()
                ? ofSubject(answer.result())
                : Optional.of(grounds.of(answer.result()).and(effects.position()));
    }

    /**
     * The position of an answer from before, some of whose records may be compacted away: the subject's present record
     * then stands for them, because it is the same or a later one. Empty until it is applied here.
     */
    public Optional<Position> ofStored(Answer answer) {
        return ofFresh(answer).or(() -> ofSubject(answer.result()));
    }

    private Optional<Position> ofSubject(CommandResult result) {
        Optional<SubjectKind> kind = kindOf(result.getType());
        if (kind.isEmpty() || result.getVersion() == 0) {
            return Optional.of(Position.NONE);
        }
        Optional<Subject> subject = lookups.subject(kind.get(), result.getSubject());
        return subject.filter(s -> s.version() >= result.getVersion())
                .map(s -> grounds.of(result).and(s.position()));
    }
}
