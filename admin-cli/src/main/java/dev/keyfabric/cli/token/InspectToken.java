package dev.keyfabric.cli.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description =
                "Shows what a token says of itself. NOTHING of it is checked. The token comes from standard input or a file.")
final class InspectToken implements Callable<Integer> {
    private static final List<String> TIMES = List.of("iat", "exp", "nbf");

    private final Shell shell;

    @Option(names = "--file", paramLabel = "FILE", description = "read the token from a file, not from standard input")
    private @Nullable Path file;

    @Mixin
    private Output output = new Output();

    InspectToken(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String token = new Input(shell).secret("token", file, file == null);
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw CliException.usage("a compact token has three parts with dots between them");
        }
        ObjectNode answer = Json.object();
        answer.set("header", part(parts[0], "header"));
        JsonNode claims = part(parts[1], "claims");
        answer.set("claims", claims);
        for (String name : TIMES) {
            if (claims.path(name).canConvertToLong() && claims.path(name).isIntegralNumber()) {
                answer.put(name + " is", moment(claims.path(name).asLong()));
            }
        }
        shell.say("NOT VERIFIED: this is what the token says of itself");
        output.one(shell, answer);
        return 0;
    }

    private static String moment(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException e) {
            return "beyond all years";
        }
    }

    private static JsonNode part(String text, String what) {
        try {
            return Json.read(Base64Url.decode(text));
        } catch (MalformedTextException | IOException e) {
            throw CliException.usage("the token's " + what + " is not JSON in base64url");
        }
    }
}
