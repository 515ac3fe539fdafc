package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for what else is known of a subject: texts by name, or any JSON object. */
public final class Metadata {
    @Option(names = "--metadata", paramLabel = "NAME=TEXT", description = "metadata; may be given many times")
    private Map<String, String> texts = new LinkedHashMap<>();

    @Option(names = "--metadata-file", paramLabel = "FILE", description = "metadata: a JSON object; - = standard input")
    private @Nullable Path file;

    /** The metadata, where any was given. */
    public Optional<ObjectNode> given(Shell shell) {
        if (file == null && texts.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode all = file == null ? Json.object() : object(new Input(shell).text(file), "--metadata-file");
        texts.forEach(all::put);
        return Optional.of(all);
    }

    /** The JSON object that a text is. */
    public static ObjectNode object(String text, String what) {
        try {
            JsonNode read = Json.read(text);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Its message would quote the text.
        }
        throw CliException.usage(what + " must be one JSON object, without doubled members");
    }
}
