package dev.keyfabric.cli.services;

import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.registry.ByName;
import dev.keyfabric.cli.registry.ListCommand;
import dev.keyfabric.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Lists services.")
final class ListServices extends ListCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("SERVICE", "serviceId"),
            Column.of("NAME", "name"),
            Column.of("SCOPES", "scopes"),
            Column.of("CALLS", "audiences"),
            Column.of("STALENESS BOUND", "stalenessBound"),
            Column.time("CHANGED", "changedAt"));

    @Mixin
    private ByName byName = new ByName();

    ListServices(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return "/v1/services";
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
