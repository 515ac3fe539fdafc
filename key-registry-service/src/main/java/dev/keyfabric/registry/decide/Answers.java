package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.Problem;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers as records. A <em>stored</em> one is the answer of its command id; a <em>passing</em> one answers one try
 * and is forgotten.
 */
final class Answers {
    /** How much longer than its command an answer is kept. */
    private static final Duration KEPT_LONGER = Duration.ofMinutes(10);

    /** How far a sender's clock may be ahead of the broker's. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private Answers() {}

    static Decision first(Case c, Ruling ruling) {
        return stored(c, ruling, c.origin().at(), keepUntil(c));
    }

    /** The answer that takes the place of an earlier one. */
    static Decision instead(Case c, CommandResult earlier, Ruling ruling) {
        Instant keepUntil = keepUntil(c).isAfter(earlier.getKeepUntil()) ? keepUntil(c) : earlier.getKeepUntil();
        return stored(c, ruling, earlier.getFirstAt(), keepUntil);
    }

    /** The stored answer for another try, which writes nothing. */
    static Decision again(Case c, CommandResult stored) {
        CommandResult result = CommandResult.newBuilder(stored)
                .setAttempt(c.command().getAttempt())
                .setWritten(Map.of())
                .setStored(false)
                .setAt(c.origin().at())
                .build();
        return new Decision(result, List.of(), List.of());
    }

    static Decision passing(Case c, Problem problem) {
        return refused(c.command(), c.origin(), problem);
    }

    static Decision refused(Command command, CommandOrigin origin, Problem problem) {
        CommandResult result = result(command.getId(), origin)
                .setAttempt(command.getAttempt())
                .setType(command.getType())
                .setSubject(command.getSubject())
                .setContentHash(ByteBuffer.wrap(ContentHash.of(command)))
                .setOutcome(Outcome.REFUSED)
                .setProblem(problem)
                .build();
        return new Decision(result, List.of(), List.of());
    }

    static Decision unreadable(String commandId, Problem problem, CommandOrigin origin) {
        CommandResult result = result(commandId, origin)
                .setAttempt("")
                .setType(CommandType.UNKNOWN)
                .setSubject("")
                .setContentHash(ByteBuffer.allocate(0))
                .setOutcome(Outcome.REFUSED)
                .setProblem(problem)
                .build();
        return new Decision(result, List.of(), List.of());
    }

    private static Decision stored(Case c, Ruling ruling, Instant firstAt, Instant keepUntil) {
        @Nullable Problem problem = ruling instanceof Ruling.Refused refused ? refused.problem() : null;
        List<Change> changes = ruling instanceof Ruling.Applied applied ? applied.changes() : List.of();
        List<Command> followUps = ruling instanceof Ruling.Applied applied ? applied.followUps() : List.of();
        Optional<byte[]> secret = ruling instanceof Ruling.Applied applied ? applied.secretHash() : Optional.empty();
        CommandResult result = result(c.command().getId(), c.origin())
                .setAttempt(c.command().getAttempt())
                .setType(c.command().getType())
                .setOutcome(outcome(ruling))
                .setSubject(c.subject())
                .setProblem(problem)
                .setContentHash(ByteBuffer.wrap(ContentHash.of(c.command())))
                .setSecretHash(secret.map(ByteBuffer::wrap).orElse(null))
                .setWritten(written(changes))
                .setVersion(ruling.version())
                .setStored(true)
                .setFirstAt(firstAt)
                .setKeepUntil(keepUntil)
                .setChildren(followUps.stream().map(Command::getId).toList())
                .build();
        return new Decision(result, changes, followUps);
    }

    private static CommandResult.Builder result(String commandId, CommandOrigin origin) {
        return CommandResult.newBuilder()
                .setCommandId(commandId)
                .setWritten(Map.of())
                .setVersion(0)
                .setStored(false)
                .setFirstAt(origin.at())
                .setAt(origin.at())
                .setKeepUntil(origin.at());
    }

    private static Outcome outcome(Ruling ruling) {
        if (ruling instanceof Ruling.Applied) {
            return Outcome.APPLIED;
        }
        return ruling instanceof Ruling.NoEffect ? Outcome.NO_EFFECT : Outcome.REFUSED;
    }

    /** How many records each topic gets; the result itself is not counted. */
    private static Map<String, Integer> written(List<Change> changes) {
        Map<String, Integer> written = new HashMap<>();
        for (Change change : changes) {
            if (change.isOnTopic()) {
                written.merge(change.topic().id(), 1, Integer::sum);
            }
            if (change.isInHistory()) {
                written.merge(Topic.HISTORY.id(), 1, Integer::sum);
            }
        }
        return written;
    }

    private static Instant keepUntil(Case c) {
        return c.command().getExpiresAt().plus(KEPT_LONGER);
    }
}
