package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.SpanConverter;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "rotate-key",
        description = "Gives a key another secret. It is made here, and only its hash leaves this machine.")
final class PublishRotate extends PublishingSecret {
    @Parameters(paramLabel = "KEY-ID", description = "the key's id, key_…")
    private String id = "";

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = SpanConverter.class,
            description = "how long the old secret stays good: 24h, 7d (default: not at all)")
    private Duration grace = Duration.ZERO;

    @Option(names = "--test", description = "the key is for the environment test")
    private boolean test;

    PublishRotate(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.ROTATE_KEY, id)
                .setSubject(id)
                .setGraceSeconds(grace.toSeconds())
                .setSecret(secret(!test));
    }
}
