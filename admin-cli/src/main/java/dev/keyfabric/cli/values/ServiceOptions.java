package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a service shall be, whole, as options: the same whether it goes to the registry or straight to the bus. */
public final class ServiceOptions {
    @Option(names = "--file", paramLabel = "FILE", description = "the definition as JSON; - = standard input")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "what people call it")
    private @Nullable String name;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "a scope that keys for it may carry; many times")
    private List<String> scopes = List.of();

    @Option(names = "--calls", paramLabel = "SERVICE-ID", description = "a service that it may call; many times")
    private List<String> audiences = List.of();

    @Option(
            names = "--staleness-bound",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "how old a validator's view may be for it: 12h")
    private @Nullable Duration stalenessBound;

    /** The definition: what the file says, and over it what the options say. */
    public ObjectNode body(Shell shell) {
        ObjectNode body = file == null ? Json.object() : Metadata.object(new Input(shell).text(file), "--file");
        if (name != null) {
            body.put("name", name);
        }
        texts(body, "scopes", scopes);
        texts(body, "audiences", audiences);
        if (stalenessBound != null) {
            body.put("stalenessBound", stalenessBound.toString());
        }
        return body;
    }

    private static void texts(ObjectNode body, String member, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = body.putArray(member);
            texts.forEach(array::add);
        }
    }
}
