package dev.keyfabric.cli.commands;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ShowCommand;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "command", description = "Says what became of a command, by HTTP or by the bus.")
public final class ShowCommandResult extends ShowCommand {
    @Parameters(paramLabel = "COMMAND-ID", description = "the command's id, 64 hex digits")
    private String id = "";

    ShowCommandResult(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return Address.path("v1", "commands", id);
    }
}
