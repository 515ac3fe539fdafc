package dev.keyfabric.cli.consumers;

import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.registry.ByName;
import dev.keyfabric.cli.registry.ListCommand;
import dev.keyfabric.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists consumers.")
final class ListConsumers extends ListCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("CONSUMER", "consumerId"),
            Column.of("NAME", "name"),
            Column.of("STATUS", "status"),
            Column.of("PLAN", "plan"),
            Column.time("CREATED", "createdAt"),
            Column.time("CHANGED", "changedAt"));

    @Option(names = "--status", paramLabel = "STATUS", defaultValue = "", description = "active, suspended or deleted")
    private String status = "";

    @Option(names = "--plan", paramLabel = "PLAN-ID", defaultValue = "", description = "only of this plan")
    private String plan = "";

    @Mixin
    private ByName byName = new ByName();

    ListConsumers(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return "/v1/consumers";
    }

    @Override
    protected List<Column> columns() {
        return COLUMNS;
    }

    @Override
    protected Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("status", status);
        filters.put("plan", plan);
        byName.addTo(filters);
        return filters;
    }
}
