package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "reinstate-consumer", description = "Lets a consumer's keys be good again.")
final class PublishReinstateConsumer extends Publishing {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    PublishReinstateConsumer(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.REINSTATE_CONSUMER, id).setSubject(id);
    }
}
