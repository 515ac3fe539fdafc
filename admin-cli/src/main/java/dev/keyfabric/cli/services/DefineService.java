package dev.keyfabric.cli.services;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.ServiceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "define",
        description =
                "Defines a service, whole: what is left out has its default. Routes and stamp policies come by --file.")
final class DefineService extends ChangeCommand {
    @Parameters(paramLabel = "SERVICE-ID", description = "its id")
    private String id = "";

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    DefineService(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("PUT", Address.path("v1", "services", id), service.body(shell));
    }
}
