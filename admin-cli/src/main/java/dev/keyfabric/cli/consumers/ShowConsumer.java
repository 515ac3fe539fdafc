package dev.keyfabric.cli.consumers;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ShowCommand;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows all that is known of a consumer.")
final class ShowConsumer extends ShowCommand {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    ShowConsumer(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return Address.path("v1", "consumers", id);
    }
}
