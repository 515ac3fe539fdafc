package dev.keyfabric.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Cells;
import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.registry.RegistryCommand;
import dev.keyfabric.cli.registry.Watch;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "fleet",
        description = "Shows the validators: who is heard, how old their view is, how fast a revocation reaches them.")
public final class FleetCommand extends RegistryCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("NODE", "node"),
            yes("LIVE", "live"),
            yes("READY", "ready"),
            yes("SIGNED", "signed"),
            new Column("VIEW AGE", row -> Cells.millis(row.path("stalenessMs"))),
            new Column("BOUND", row -> Cells.millis(row.path("stalenessBoundMs"))),
            new Column("REVOCATION P50", row -> revocations(row, "p50Ms")),
            new Column("P99", row -> revocations(row, "p99Ms")),
            Column.time("HEARD", "heardAt"),
            Column.of("VERSION", "version"));

    @Mixin
    private Watch watch = new Watch();

    FleetCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected ExitCode run(Registry registry) {
        do {
            JsonNode nodes = registry.get("/v1/nodes");
            if (watch.isOn()) {
                Output.clear(shell);
            }
            output.list(shell, COLUMNS, nodes);
        } while (watch.next(shell));
        return ExitCode.OK;
    }

    private static Column yes(String title, String member) {
        return new Column(title, row -> row.path(member).asBoolean() ? "yes" : "no");
    }

    private static String revocations(JsonNode row, String quantile) {
        JsonNode seen = row.path("revocations");
        return seen.path("count").asInt() == 0 ? "-" : Cells.millis(seen.path(quantile));
    }
}
