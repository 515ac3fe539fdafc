package dev.keyfabric.cli.services;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ShowCommand;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows all that is known of a service.")
final class ShowService extends ShowCommand {
    @Parameters(paramLabel = "SERVICE-ID", description = "its id")
    private String id = "";

    ShowService(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return Address.path("v1", "services", id);
    }
}
