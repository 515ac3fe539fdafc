package dev.keyfabric.registry.write;

import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Decision;
import dev.keyfabric.registry.decide.Refusal;
import dev.keyfabric.registry.decide.SubjectId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.Problem;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.security.Happening;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which commands without effect are matters of security: those that no door of ours sends, or that their signer may not
 * send. One that is refused for what its subject has become, or for a field, is everyday business.
 */
final class RefusedCommands {
    /** The record of a command that has its answer, appended once more. */
    static final String REPLAYED = "COMMAND_REPLAYED";

    private static final Set<String> CODES = EnumSet.of(
                    Refusal.COMMAND_UNSIGNED,
                    Refusal.COMMAND_SIGNATURE_INVALID,
                    Refusal.SIGNER_UNKNOWN,
                    Refusal.SIGNER_NOT_ALLOWED,
                    Refusal.COMMAND_UNREADABLE,
                    Refusal.WRONG_PARTITION,
                    Refusal.COMMAND_EXPIRED,
                    Refusal.COMMAND_EXPIRY_TOO_FAR)
            .stream()
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private static final String DOOR = "bus";

    private RefusedCommands() {}

    /**
     * The event of a command that was refused.
     *
     * @param command null when it cannot be read
     * @param signer whose signature it bears, where that is proven
     */
    static Optional<Happening> refused(
            Decision decision, @Nullable Command command, @Nullable String signer, CommandOrigin origin) {
        Problem problem = decision.result().getProblem();
        return decision.result().getOutcome() == Outcome.REFUSED && problem != null && CODES.contains(problem.getCode())
                ? Optional.of(event(problem.getCode(), command, signer, origin, problem.getDetail()))
                : Optional.empty();
    }

    static Happening replayed(Command command, @Nullable String signer, CommandOrigin origin) {
        return event(REPLAYED, command, signer, origin, "the command has its answer, and was appended once more");
    }

    private static Happening event(
            String code, @Nullable Command command, @Nullable String signer, CommandOrigin origin, String detail) {
        return new Happening(
                SecurityEventType.COMMAND_REFUSED,
                code,
                DOOR,
                signer,
                command == null ? null : SubjectId.orNull(command.getSubject()),
                null,
                origin.cause(),
                detail);
    }
}
