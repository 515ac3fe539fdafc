package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.ServiceOptions;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "define-service",
        description =
                "Defines a service, whole: what is left out has its default. Routes and stamp policies come by --file.")
final class PublishService extends Publishing {
    @Parameters(paramLabel = "SERVICE-ID", description = "its id")
    private String id = "";

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    PublishService(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.DEFINE_SERVICE, id)
                .setSubject(id)
                .setService(Members.read(service.body(shell), ServiceDrafts::read));
    }
}
