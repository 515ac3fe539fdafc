package dev.keyfabric.cli.consumers;

import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "reinstate", description = "Lets a suspended consumer's keys be good again.")
final class ReinstateConsumer extends SubjectChange {
    ReinstateConsumer(Shell shell) {
        super(shell, "consumers", "reinstate");
    }
}
