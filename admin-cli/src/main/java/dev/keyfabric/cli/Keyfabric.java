package dev.keyfabric.cli;

import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the command: from arguments to an exit status. */
public final class Keyfabric {
    private Keyfabric() {}

    /** Runs what the shell's arguments ask for; whatever goes wrong is said on standard error. */
    public static int run(Shell shell) {
        List<String> arguments = shell.arguments().isEmpty() ? List.of("--help") : shell.arguments();
        try {
            Arguments.refuseUnreadable(arguments);
            Arguments.refuseSecrets(arguments);
        } catch (CliException e) {
            return failed(shell, e);
        }
        return configured(shell, CommandTree.forLine(arguments, factory(shell)))
                .execute(arguments.toArray(String[]::new));
    }

    /** The tree of all commands. */
    public static CommandLine commandLine(Shell shell) {
        return configured(shell, CommandTree.whole(factory(shell)));
    }

    private static CommandLine configured(Shell shell, CommandLine commandLine) {
        commandLine
                .setOut(shell.out())
                .setErr(shell.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(shell.terminal().color() ? Ansi.ON : Ansi.OFF))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> {
                    shell.say("keyfabric: " + Plain.text(String.valueOf(e.getMessage())));
                    if (e instanceof UnmatchedArgumentException unmatched) {
                        unmatched.getSuggestions().stream().limit(1).forEach(meant -> shell.say("perhaps: " + meant));
                    }
                    shell.say("see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return ExitCode.USAGE.status();
                })
                .setExecutionExceptionHandler((e, command, parsed) -> failed(shell, e));
        if (shell.terminal().columns() > 0) {
            commandLine.setUsageHelpWidth(
                    Math.max(60, Math.min(120, shell.terminal().columns())));
        }
        return commandLine;
    }

    private static int failed(Shell shell, Exception e) {
        shell.out().flush();
        if (e instanceof CliException known) {
            shell.say("keyfabric: " + known.words());
            return known.code().status();
        }
        shell.say("keyfabric: a fault of this program: " + e.getClass().getName());
        if (!shell.environment().getOrDefault("KEYFABRIC_DEBUG", "").isEmpty()) {
            Arrays.stream(e.getStackTrace()).forEach(frame -> shell.say("  at " + frame));
        }
        return ExitCode.INTERNAL.status();
    }

    /** Makes commands with the shell where they want it. */
    private static IFactory factory(Shell shell) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Shell.class})) {
                        constructor.setAccessible(true);
                        return type.cast(constructor.newInstance(shell));
                    }
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }
}
