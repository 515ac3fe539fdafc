package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.event.CommandResult;

/**
 * What became of one attempt of a command.
 *
 * @param cause where that attempt lies: {@code commands.v1-<partition>@<offset>}
 */
public record Answer(CommandResult result, String cause) {}
