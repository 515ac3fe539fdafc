package dev.keyfabric.registry.receipt;

import dev.keyfabric.registry.command.CommandPositions;
import dev.keyfabric.registry.issuer.IssuerRights;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Position;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Finds where a command is in force: what its receipt is about. */
@Singleton
public final class CommandReceipts {
    private final Lookups lookups;
    private final CommandPositions positions;
    private final IssuerRights rights;

    CommandReceipts(Lookups lookups, CommandPositions positions, IssuerRights rights) {
        this.lookups = lookups;
        this.positions = positions;
        this.rights = rights;
    }

    /**
     * The position at which a command is in force.
     *
     * @throws ProblemException 404 when no such command has changed anything, or nothing that is the asker's to see; 503
     *     when that is not applied here yet
     */
    public Position inForce(Authentication who, String commandId) {
        Answer answer = lookups.answer(commandId)
                .filter(a -> a.result().getOutcome() != Outcome.REFUSED)
                .filter(a -> rights.mayRead(who, a.result()))
                .orElseThrow(() -> new ProblemException(Problem.notFound(
                        "no such command has changed anything: not decided yet, refused, or too long ago")));
        return positions
                .ofStored(answer)
                .orElseThrow(() -> new ProblemException(
                        Problem.unavailable("STALE", "the command is not applied here yet", Duration.ofSeconds(1))));
    }
}
