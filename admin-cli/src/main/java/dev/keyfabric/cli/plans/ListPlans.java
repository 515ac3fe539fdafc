package dev.keyfabric.cli.plans;

import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.registry.ByName;
import dev.keyfabric.cli.registry.ListCommand;
import dev.keyfabric.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Lists plans.")
final class ListPlans extends ListCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("PLAN", "planId"),
            Column.of("NAME", "name"),
            Column.of("RATE LIMITS", "rateLimits"),
            Column.of("QUOTAS", "quotas"),
            Column.of("MAX LIFETIME", "maxLifetime"),
            Column.of("ROTATE EVERY", "rotateEvery"));

    @Mixin
    private ByName byName = new ByName();

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
        byName.addTo(filters);
        return filters;
    }
}
