package dev.keyfabric.cli.keys;

import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "suspend", description = "Stops a key until it is reinstated, and waits until every validator knows.")
final class SuspendKey extends SubjectChange {
    SuspendKey(Shell shell) {
        super(shell, "keys", "suspend");
    }

    @Override
    protected boolean takesRightsAway() {
        return true;
    }
}
