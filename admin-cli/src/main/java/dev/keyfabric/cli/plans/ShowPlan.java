package dev.keyfabric.cli.plans;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ShowCommand;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows all that is known of a plan.")
final class ShowPlan extends ShowCommand {
    @Parameters(paramLabel = "PLAN-ID", description = "its id")
    private String id = "";

    ShowPlan(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return Address.path("v1", "plans", id);
    }
}
