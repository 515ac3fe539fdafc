package dev.keyfabric.cli.plans;

import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.registry.ListCommand;
import dev.keyfabric.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists plans.")
final class ListPlans extends ListCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("PLAN", "planId"),
            Column.of("NAME", "name"),
            Column.of("RATE LIMITS", "rateLimits"),
            Column.of("QUOTAS", "quotas"),
            Column.of("MAX LIFETIME", "maxLifetime"),
            Column.of("ROTATE EVERY", "rotateEvery"));

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "whose name begins so")
    private String name = "";

    @Option(
            names = {"-q", "--query"},
            paramLabel = "WORDS",
            defaultValue = "",
            description = "with these words")
    private String words = "";

    ListPlans(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return "/v1/plans";
    }

    @Override
    protected List<Column> columns() {
        return COLUMNS;
    }

    @Override
    protected Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("name", name);
        filters.put("q", words);
        return filters;
    }
}
