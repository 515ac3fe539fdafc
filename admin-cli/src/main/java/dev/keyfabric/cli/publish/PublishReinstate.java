package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "reinstate-key", description = "Lets a suspended key be good again.")
final class PublishReinstate extends Publishing {
    @Parameters(paramLabel = "KEY-ID", description = "its id")
    private String id = "";

    PublishReinstate(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.REINSTATE_KEY, id).setSubject(id);
    }
}
