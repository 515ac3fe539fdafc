package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "suspend-consumer", description = "Stops all keys of a consumer.")
final class PublishSuspendConsumer extends Publishing {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    PublishSuspendConsumer(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.SUSPEND_CONSUMER, id).setSubject(id);
    }
}
