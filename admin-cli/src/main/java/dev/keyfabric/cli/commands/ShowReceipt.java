package dev.keyfabric.cli.commands;

import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.registry.Receipts;
import dev.keyfabric.cli.registry.RegistryCommand;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "receipt",
        description = "Follows a command's receipt: which validators have applied it, and whether it is final.")
public final class ShowReceipt extends RegistryCommand {
    @Parameters(paramLabel = "COMMAND-ID", description = "the command's id, 64 hex digits")
    private String id = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long (default 30; 0 = not at all)")
    private int seconds = 30;

    ShowReceipt(Shell shell) {
        super(shell);
    }

    @Override
    protected ExitCode run(Registry registry) {
        if (seconds < 0) {
            throw CliException.usage("--wait must be 0 or more");
        }
        Receipts.Last last = new Receipts(registry, shell).follow(id, Duration.ofSeconds(seconds));
        output.one(shell, last.receipt());
        return last.code();
    }
}
