package dev.keyfabric.registry.receipt;

import dev.keyfabric.registry.command.CommandPositions;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Position;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Finds where a command is in force: what its receipt is about. */
@Singleton
public final class CommandReceipts {
    private final Lookups lookups;
    private final CommandPositions positions;

    CommandReceipts(Lookups lookups, CommandPositions positions) {
        this.lookups = lookups;
        this.positions = positions;
    }

    /**
     * The position at which a command is in force.
     *
     * @throws ProblemException 404 when no such command has changed anything, 503 when that is not applied here yet
     */
    public Position inForce(String commandId) {
        Answer answer = lookups.answer(commandId)
                .filter(a -> a.result().getOutcome() != Outcome.REFUSED)
                .orElseThrow(() -> new ProblemException(Problem.notFound(
                        "no such command has changed anything: not decided yet, refused, or too long ago")));
        return positions
                .ofStored(answer)
                .orElseThrow(() -> new ProblemException(
                        Problem.unavailable("STALE", "the command is not applied here yet", Duration.ofSeconds(1))));
    }
}
