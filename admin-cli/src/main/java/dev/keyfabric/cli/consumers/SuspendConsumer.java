package dev.keyfabric.cli.consumers;

import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "suspend", description = "Stops all keys of a consumer until it is reinstated.")
final class SuspendConsumer extends SubjectChange {
    SuspendConsumer(Shell shell) {
        super(shell, "consumers", "suspend");
    }

    @Override
    protected boolean takesRightsAway() {
        return true;
    }
}
