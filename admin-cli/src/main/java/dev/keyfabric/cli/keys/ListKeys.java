package dev.keyfabric.cli.keys;

import dev.keyfabric.cli.output.Cells;
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

@Command(name = "list", description = "Lists keys; never a secret.")
final class ListKeys extends ListCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("KEY", "keyId"),
            Column.of("CONSUMER", "consumerId"),
            Column.of("NAME", "name"),
            Column.of("STATUS", "status"),
            Column.of("ENV", "environment"),
            Column.of("SCOPES", "scopes"),
            new Column("SECRET", row -> {
                String last = Cells.of(row.path("secrets").path(0).path("lastFour"));
                return last.equals("-") ? last : "…" + last;
            }),
            Column.time("EXPIRES", "expiresAt"),
            Column.time("CREATED", "createdAt"));

    @Option(names = "--consumer", paramLabel = "ID", defaultValue = "", description = "only of this consumer")
    private String consumer = "";

    @Option(names = "--status", paramLabel = "STATUS", defaultValue = "", description = "active, suspended or revoked")
    private String status = "";

    @Option(names = "--environment", paramLabel = "ENVIRONMENT", defaultValue = "", description = "live or test")
    private String environment = "";

    @Option(names = "--scope", paramLabel = "SCOPE", defaultValue = "", description = "only with this scope")
    private String scope = "";

    @Option(
            names = "--enrols",
            paramLabel = "USE",
            defaultValue = "",
            description = "only those that enrol: txn, stamp")
    private String enrols = "";

    @Mixin
    private ByName byName = new ByName();

    ListKeys(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return "/v1/keys";
    }

    @Override
    protected List<Column> columns() {
        return COLUMNS;
    }

    @Override
    protected Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("consumerId", consumer);
        filters.put("status", status);
        filters.put("environment", environment);
        filters.put("scope", scope);
        filters.put("enrols", enrols);
        byName.addTo(filters);
        return filters;
    }
}
