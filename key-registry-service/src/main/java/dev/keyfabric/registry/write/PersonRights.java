package dev.keyfabric.registry.write;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.SigningKeyState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a person's own key may have decided: what an admin may do over HTTP, in its own name, by the door it came in. What is left out
 * needs more than a signature (an enrolment: the proof that its key is held), or is nobody's but a registry's.
 */
final class PersonRights {
    private static final String ROLE = "admin";
    private static final Set<Door> DOORS = EnumSet.of(Door.BUS, Door.CLI);
    private static final Set<CommandType> COMMANDS = EnumSet.of(
            CommandType.REGISTER_CONSUMER,
            CommandType.UPDATE_CONSUMER,
            CommandType.SUSPEND_CONSUMER,
            CommandType.REINSTATE_CONSUMER,
            CommandType.DELETE_CONSUMER,
            CommandType.ISSUE_KEY,
            CommandType.UPDATE_KEY,
            CommandType.ROTATE_KEY,
            CommandType.SUSPEND_KEY,
            CommandType.REINSTATE_KEY,
            CommandType.REVOKE_KEY,
            CommandType.DEFINE_PLAN,
            CommandType.DEFINE_SERVICE,
            CommandType.ADVANCE_SIGNING_KEY);

    private PersonRights() {}

    /** Why a person's command is not to be decided, in words; empty when it is. */
    static Optional<String> fault(SigningKeyState signer, Command command) {
        if (signer.getNotAfter() == null) {
            return Optional.of("a person's key has an end");
        }
        if (!signer.getRoles().contains(ROLE)) {
            return Optional.of("the signer's roles " + signer.getRoles() + " send no commands");
        }
        if (!command.getActor().equals(signer.getOwner())) {
            return Optional.of("the command names another actor than its signer");
        }
        if (!DOORS.contains(command.getDoor())) {
            return Optional.of("a person's command comes by the door BUS or CLI, not " + command.getDoor());
        }
        return COMMANDS.contains(command.getType())
                ? Optional.empty()
                : Optional.of("a person sends no " + command.getType() + " over the bus");
    }
}
