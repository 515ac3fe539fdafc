package dev.keyfabric.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.Pause;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.shell.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One run of the command in this JVM, and what came of it. */
public record Run(int status, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    /** Runs it with a folder of profiles, and with something on standard input. */
    static Run of(Path folder, String input, String... arguments) {
        return of(folder, input, InstantSource.fixed(NOW), Terminal.NONE, arguments);
    }

    static Run of(Path folder, String input, InstantSource clock, Terminal terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Pause none = time -> {};
        int status = Keyfabric.run(new Shell(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                Map.of("XDG_CONFIG_HOME", folder.toString()),
                terminal,
                clock,
                SecureRandom::new,
                none,
                List.of(arguments)));
        return new Run(status, out.toString(), err.toString());
    }

    JsonNode json() {
        try {
            return Json.read(out);
        } catch (IOException e) {
            throw new UncheckedIOException(out, e);
        }
    }
}
