package dev.keyfabric.cli.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.shell.Terminal;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The commands that lines of {@code keyfabric publish} would put on the bus. */
final class Wishes {
    static final String ID = "ab".repeat(32);

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SignedCommands COMMANDS =
            new SignedCommands(SigningKey.generate(RANDOM), "dev:admin", Door.CLI, TopicNames.DEFAULT, CLOCK, RANDOM);

    private Wishes() {}

    static Command of(String input, String name, String... arguments) {
        Class<?> type = Arrays.stream(PublishCommand.class
                        .getAnnotation(CommandLine.Command.class)
                        .subcommands())
                .filter(one ->
                        one.getAnnotation(CommandLine.Command.class).name().equals(name))
                .findFirst()
                .orElseThrow();
        try {
            var command =
                    (Publishing) type.getDeclaredConstructor(Shell.class).newInstance(shell(input, List.of(arguments)));
            var unused = new CommandLine(command).parseArgs(arguments);
            return command.wish(COMMANDS, ID).build();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    private static Shell shell(String input, List<String> arguments) {
        return new Shell(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                Map.of(),
                Terminal.NONE,
                CLOCK,
                SecureRandom::new,
                time -> {},
                arguments);
    }
}
