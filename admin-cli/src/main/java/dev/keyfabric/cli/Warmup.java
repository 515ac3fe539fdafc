package dev.keyfabric.cli;

import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Pause;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.shell.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A run that does what most runs do, so that the launcher can archive its classes; nothing leaves this machine. */
final class Warmup {
    private Warmup() {}

    public static void main(String[] args) {
        // No folder of profiles is here: the commands end where they would ask the registry.
        Map<String, String> environment = Map.of("HOME", "/nonexistent");
        for (List<String> line : List.of(
                List.of("--help"), List.of("key", "list"), List.of("fleet"), List.of("key", "revoke", "key_0"))) {
            Shell shell = new Shell(
                    InputStream.nullInputStream(),
                    new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    environment,
                    Terminal.NONE,
                    Clock.systemUTC(),
                    new SecureRandom(),
                    Pause.real(),
                    line);
            var unused = Keyfabric.run(shell);
            try {
                // Port 1 of this machine: nobody answers.
                Registry.anonymous(shell, URI.create("http://127.0.0.1:1"), null)
                        .get("/");
            } catch (CliException e) {
                shell.out().println(Json.pretty(Json.object().put("message", e.words())));
            }
        }
    }
}
