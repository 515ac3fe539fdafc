package dev.keyfabric.cli.registry;

import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that speaks to the registry as somebody who is logged in. */
public abstract class RegistryCommand implements Callable<Integer> {
    protected final Shell shell;

    @Mixin
    protected Connection connection = new Connection();

    @Mixin
    protected Output output = new Output();

    protected RegistryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() {
        return run(connection.registry(shell)).status();
    }

    protected abstract ExitCode run(Registry registry);
}
