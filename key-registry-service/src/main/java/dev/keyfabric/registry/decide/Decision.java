package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import java.util.List;

/**
 * What became of a command: all of it is written in one transaction.
 *
 * @param changes empty when the command was refused, repeated or had no effect
 * @param followUps commands for the same partition that finish what this one began
 */
public record Decision(CommandResult result, List<Change> changes, List<Command> followUps) {
    public Decision {
        changes = List.copyOf(changes);
        followUps = List.copyOf(followUps);
    }
}
