package dev.keyfabric.registry.decide;

import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.Problem;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The pure function behind all doors: state of the partition, references and a command in, events or a refusal out;
 * docs/contract/design.md, sections 3 to 5. It keeps nothing and asks no clock: time is the command's append time.
 */
public final class Decider {
    private static final Duration HTTP_EXPIRY = Duration.ofHours(24);
    private static final Duration BUS_EXPIRY = Duration.ofDays(7);

    private final int partitions;
    private final Terms terms;

    static {
        // Avro copies only objects of classes that are trusted, and these make ours so.
        ShippedSchemas.all();
    }

    /** @param partitions of commands.v1 and of every lifecycle topic: a power of two from 1 to 4096 */
    public Decider(int partitions, Terms terms) {
        Routing.partition("", partitions);
        this.partitions = partitions;
        this.terms = terms;
    }

    /** Never throws for what a command holds; each command gets exactly one answer. */
    public Decision decide(PartitionState state, References references, Command command, CommandOrigin origin) {
        Optional<String> fault = Envelope.fault(command);
        if (fault.isPresent()) {
            return unreadable(Optional.of(command.getId()), fault.get(), origin);
        }
        Case c = new Case(state, references, terms, command, origin);
        Optional<Problem> misfit = misfit(c);
        if (misfit.isPresent()) {
            return Answers.passing(c, misfit.get());
        }
        try {
            Optional<CommandResult> stored = state.answer(command.getId());
            if (stored.isPresent()) {
                return Repeats.decide(c, stored.get());
            }
            return Answers.first(c, rule(c));
        } catch (UnreadableValueException e) {
            return Answers.passing(c, Refusal.UNREADABLE.because("a record this depends on cannot be read"));
        }
    }

    /** The answer to bytes that are no command: named after the record when its header names no id. */
    public static Decision unreadable(Optional<String> commandId, String fault, CommandOrigin origin) {
        return Answers.unreadable(
                commandId.filter(Envelope::isCommandId).orElse(origin.cause()),
                Refusal.COMMAND_UNREADABLE.because(fault),
                origin);
    }

    /** The answer to a command that is not to be decided at all; it is never remembered as that of its id. */
    public static Decision refused(Command command, CommandOrigin origin, Refusal refusal, String detail) {
        return Envelope.fault(command)
                .map(fault -> unreadable(Optional.of(command.getId()), fault, origin))
                .orElseGet(() -> Answers.refused(command, origin, refusal.because(detail)));
    }

    /** The answer to a command whose decision failed by a fault of ours. */
    public static Decision undecidable(Command command, CommandOrigin origin) {
        return Answers.refused(command, origin, Refusal.UNDECIDABLE.because("the decision failed"));
    }

    /** What makes this try no valid command whatever its subject: answered, never remembered. */
    private Optional<Problem> misfit(Case c) {
        Command command = c.command();
        Optional<String> misplaced = Placement.fault(command, c.origin(), partitions);
        if (misplaced.isPresent()) {
            return Optional.of(Refusal.WRONG_PARTITION.because(misplaced.get()));
        }
        if (command.getExpiresAt().isBefore(c.origin().at())) {
            return Optional.of(Refusal.COMMAND_EXPIRED.because("the command expired before it was appended"));
        }
        Duration longest = command.getDoor() == Door.HTTP ? HTTP_EXPIRY : BUS_EXPIRY;
        if (command.getExpiresAt().isAfter(c.origin().at().plus(longest).plus(Answers.SKEW))) {
            return Optional.of(
                    Refusal.COMMAND_EXPIRY_TOO_FAR.because("the command may expire after at most " + longest));
        }
        return Optional.empty();
    }

    private static Ruling rule(Case c) {
        List<FieldError> faults = CommandRules.check(c.command(), c.origin().at());
        if (!faults.isEmpty()) {
            return new Ruling.Refused(Refusal.VALIDATION_FAILED.because("a field is not as it must be", faults), 0);
        }
        return switch (c.command().getType()) {
            case REGISTER_CONSUMER -> ConsumerDecisions.register(c);
            case UPDATE_CONSUMER, SUSPEND_CONSUMER, REINSTATE_CONSUMER, DELETE_CONSUMER -> ConsumerDecisions.change(c);
            case ISSUE_KEY -> KeyDecisions.issue(c);
            case UPDATE_KEY, ROTATE_KEY, SUSPEND_KEY, REINSTATE_KEY, REVOKE_KEY -> KeyDecisions.change(c);
            case REVOKE_KEYS -> KeysOfDeletedConsumer.revoke(c);
            case DEFINE_PLAN -> PlanDecisions.define(c);
            case DEFINE_SERVICE -> ServiceDecisions.define(c);
            case ENROL_SIGNING_KEY -> SigningKeyDecisions.enrol(c);
            case ADVANCE_SIGNING_KEY -> SigningKeyDecisions.advance(c);
            case PURGE_SUBJECT -> TimeDecisions.purge(c);
            case ANNOUNCE_EXPIRY -> TimeDecisions.announce(c);
            case DIGEST -> DigestDecisions.answer(c);
            default ->
                Ruling.refused(Refusal.COMMAND_UNSUPPORTED, c.command().getType() + " is not known to this registry");
        };
    }
}
