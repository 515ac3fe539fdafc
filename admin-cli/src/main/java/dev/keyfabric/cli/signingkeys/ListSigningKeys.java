package dev.keyfabric.cli.signingkeys;

import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.registry.ListCommand;
import dev.keyfabric.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists signing keys.")
final class ListSigningKeys extends ListCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("KID", "kid"),
            Column.of("OWNER", "owner"),
            Column.of("USE", "use"),
            Column.of("STATUS", "status"),
            Column.of("SERVICES", "services"),
            Column.time("ENDS", "notAfter"),
            Column.time("TAINTED", "taintedAt"));

    @Option(names = "--owner", paramLabel = "OWNER", defaultValue = "", description = "only of this owner")
    private String owner = "";

    @Option(names = "--use", paramLabel = "USE", defaultValue = "", description = "txn, stamp, registry or admin")
    private String use = "";

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            defaultValue = "",
            description = "prepared, active, retired, tainted or revoked")
    private String status = "";

    ListSigningKeys(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return "/v1/signing-keys";
    }

    @Override
    protected List<Column> columns() {
        return COLUMNS;
    }

    @Override
    protected Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("owner", owner);
        filters.put("use", use);
        filters.put("status", status);
        return filters;
    }
}
