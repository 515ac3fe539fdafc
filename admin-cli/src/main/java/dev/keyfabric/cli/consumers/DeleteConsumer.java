package dev.keyfabric.cli.consumers;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Deletes a consumer for ever: all its keys are dead at once, and its id is used up.")
final class DeleteConsumer extends ChangeCommand {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    DeleteConsumer(Shell shell) {
        super(shell);
    }

    @Override
    protected boolean takesRightsAway() {
        return true;
    }

    @Override
    protected Request request() {
        if (!yes
                && !new Input(shell)
                        .isConfirmed("delete consumer " + Plain.text(id) + " and end all its keys, for ever?")) {
            throw CliException.usage("not deleted");
        }
        return new Request("DELETE", Address.path("v1", "consumers", id), null);
    }
}
