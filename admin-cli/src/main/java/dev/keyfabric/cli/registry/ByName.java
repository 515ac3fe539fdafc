package dev.keyfabric.cli.registry;

import java.util.Map;
import picocli.CommandLine.Option;

/** Finds subjects that have a name by it, as options of a list. */
public final class ByName {
    @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "whose name begins so")
    private String name = "";

    @Option(
            names = {"-q", "--query"},
            paramLabel = "WORDS",
            defaultValue = "",
            description = "with these words")
    private String words = "";

    /** Adds what was asked for to the query parameters of a list. */
    public void addTo(Map<String, String> filters) {
        filters.put("name", name);
        filters.put("q", words);
    }
}
