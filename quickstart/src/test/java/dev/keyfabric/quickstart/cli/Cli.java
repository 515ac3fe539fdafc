package dev.keyfabric.quickstart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.Keyfabric;
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
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command line as a person uses it, in this JVM, with a folder of logins of its own. */
final class Cli {
    private final Path folder;

    Cli(Path folder) {
        this.folder = folder;
    }

    /** What came of one line. */
    record Said(int status, String out, String err) {
        Said as(int expected) {
            assertThat(status).as("%s%n%s", out, err).isEqualTo(expected);
            return this;
        }

        JsonNode json() {
            try {
                return Json.read(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }
    }

    Said run(String... arguments) {
        return withInput("", arguments);
    }

    Said withInput(String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Keyfabric.run(new Shell(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                Map.of("XDG_CONFIG_HOME", folder.toString()),
                Terminal.NONE,
                Clock.systemUTC(),
                SecureRandom::new,
                Pause.real(),
                List.of(arguments)));
        return new Said(status, out.toString(), err.toString());
    }

    /** A line that must go well, and its answer. */
    JsonNode json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-o";
        all[arguments.length + 1] = "json";
        return run(all).as(0).json();
    }
}
