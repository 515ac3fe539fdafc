package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "delete-consumer", description = "Deletes a consumer for ever.")
final class PublishDeleteConsumer extends Publishing {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    PublishDeleteConsumer(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.DELETE_CONSUMER, id).setSubject(id);
    }
}
