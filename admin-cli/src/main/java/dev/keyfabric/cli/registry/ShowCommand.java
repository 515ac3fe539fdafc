package dev.keyfabric.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Mixin;

/** One subject, with all that is known of it. */
public abstract class ShowCommand extends RegistryCommand {
    @Mixin
    private Watch watch = new Watch();

    protected ShowCommand(Shell shell) {
        super(shell);
    }

    protected abstract String path();

    @Override
    protected final ExitCode run(Registry registry) {
        do {
            JsonNode subject = registry.get(path());
            if (watch.isOn()) {
                Output.clear(shell);
            }
            output.one(shell, subject);
        } while (watch.next(shell));
        return ExitCode.OK;
    }
}
