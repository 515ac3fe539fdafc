package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "suspend-key", description = "Stops a key until it is reinstated.")
final class PublishSuspend extends Publishing {
    @Parameters(paramLabel = "KEY-ID", description = "its id")
    private String id = "";

    PublishSuspend(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.SUSPEND_KEY, id).setSubject(id);
    }
}
