package dev.keyfabric.quickstart;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code keyfabric} command of the quickstart. */
@Command(
        name = "keyfabric",
        description = "The whole fabric on this machine: broker, registry and validators in one process.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, UpCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText("keyfabric: " + failure.getMessage()));
            return 1;
        });
        System.exit(commandLine.execute(args));
    }
}
