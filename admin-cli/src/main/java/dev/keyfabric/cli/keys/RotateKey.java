package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.SpanConverter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "rotate", description = "Gives a key another secret, and shows it this once.")
final class RotateKey extends SubjectChange {
    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = SpanConverter.class,
            description = "how long the old secret stays good: 24h, 7d (default: not at all)")
    private Duration grace = Duration.ZERO;

    @Mixin
    private SecretFile secretFile = new SecretFile();

    RotateKey(Shell shell) {
        super(shell, "keys", "rotate");
    }

    @Override
    protected ExitCode run(Registry registry) {
        secretFile.prepare();
        return secretFile.orGone(() -> super.run(registry));
    }

    @Override
    protected Request request() {
        return Request.post(subjectPath(), Json.object().put("gracePeriod", grace.toString()));
    }

    @Override
    protected JsonNode printed(JsonNode subject) {
        return secretFile.kept(shell, subject);
    }
}
