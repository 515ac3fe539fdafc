package dev.keyfabric.cli.keys;

import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "reinstate", description = "Lets a suspended key be good again.")
final class ReinstateKey extends SubjectChange {
    ReinstateKey(Shell shell) {
        super(shell, "keys", "reinstate");
    }
}
