package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import java.util.Optional;

/** One command with everything its decision may look at. */
record Case(PartitionState state, References references, Command command, CommandOrigin origin) {
    String subject() {
        return command.getSubject();
    }

    /** A refusal when the sender saw another version than the subject has. */
    Optional<Ruling> versionConflict(long version) {
        Long expected = command.getExpectedVersion();
        return expected == null || expected == version
                ? Optional.empty()
                : Optional.of(Ruling.refused(
                        Refusal.VERSION_CONFLICT, "the version is " + version + ", not " + expected, version));
    }

    Ruling illegal(Enum<?> status, long version) {
        return Ruling.refused(
                Refusal.ILLEGAL_TRANSITION, command.getType() + " is not possible while " + status, version);
    }
}
