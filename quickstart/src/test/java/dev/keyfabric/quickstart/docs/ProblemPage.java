package dev.keyfabric.quickstart.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of docs/problems, about one code.
 *
 * @param name the file's, without its ending
 */
record ProblemPage(String name, String text) {
    static final String TYPE = "urn:keyfabric:problem:";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ANSWERED = Pattern.compile("(?m)^\\| .+? \\| ([0-9]{3}) \\| .*\\|$");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```json\n(.*?)^```$");

    static List<ProblemPage> all() {
        try (Stream<Path> files = Files.list(Pages.root().resolve("docs/problems"))) {
            return files.sorted()
                    .map(file ->
                            new ProblemPage(file.getFileName().toString().replaceFirst("\\.md$", ""), Pages.read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String nameOf(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String code() {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Of those who answer so. */
    Set<String> statuses() {
        Set<String> statuses = new TreeSet<>();
        Matcher row = ANSWERED.matcher(text);
        while (row.find()) {
            statuses.add(row.group(1));
        }
        return statuses;
    }

    /** The answers that it shows. */
    List<JsonNode> examples() {
        List<JsonNode> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(text);
        while (example.find()) {
            try {
                examples.add(JSON.readTree(example.group(1)));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(name, e);
            }
        }
        return examples;
    }

    @Override
    public String toString() {
        return name;
    }
}
