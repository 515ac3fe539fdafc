package dev.keyfabric.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.bus.BusOptions;
import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.output.Progress;
import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Looks at registry, nodes, clocks, brokers, topics and ACLs, and says what to do. Exit status 1 on a fault.")
public final class DoctorCommand implements Callable<Integer> {
    private static final int AREAS = 5;
    private static final List<Column> COLUMNS = List.of(
            Column.of("AREA", "area"),
            Column.of("LEVEL", "level"),
            new Column("WHAT", row -> row.path("words").asText()),
            new Column("WHAT TO DO", row -> row.path("remedy").asText()));

    private final Shell shell;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private BusOptions bus = new BusOptions();

    @Mixin
    private Principals principals = new Principals();

    @Mixin
    private Output output = new Output();

    @Option(names = "--development", description = "one broker and one replica are meant")
    private boolean development;

    @Option(names = "--fix-acls", description = "give the named roles the rights that they lack, after saying which")
    private boolean fixAcls;

    @Option(names = "--yes", description = "with --fix-acls: do not ask")
    private boolean yes;

    DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Map<Role, String> byRole = principals.byRole();
        if (fixAcls && byRole.isEmpty()) {
            throw CliException.usage("--fix-acls needs to know as whom the roles come: --registry-principal User:…, "
                    + "--validator-principal, --admin-principal");
        }
        List<Check> checks = new ArrayList<>();
        try (Progress progress = new Progress(shell, "looking")) {
            Profile profile = visitRegistry(checks, progress);
            Optional<Map<String, Object>> settings = bus.settings(profile);
            if (settings.isEmpty()) {
                checks.add(Check.warning(
                        "brokers", "not looked at: where they are nobody knows", "--bootstrap-server HOST:PORT"));
            } else {
                visitBus(
                        new BusVisit.Wish(settings.get(), bus.names(profile), byRole, development, fixAcls, yes),
                        checks,
                        progress);
            }
        }
        return said(checks).status();
    }

    private void visitBus(BusVisit.Wish wish, List<Check> checks, Progress progress) {
        try {
            BusVisit.pay(wish, shell, area -> look(area, checks, progress));
        } catch (CliException e) {
            if (fixAcls) {
                throw e;
            }
            checks.add(Check.fault("brokers", e.words(), "is --bootstrap-server right?"));
        }
    }

    private @Nullable Profile visitRegistry(List<Check> checks, Progress progress) {
        Profile profile;
        try {
            profile = connection.profile(shell);
        } catch (CliException e) {
            checks.add(Check.warning("registry", "not looked at: " + e.words(), "keyfabric login --registry URL"));
            return null;
        }
        look(
                new RegistryArea(Registry.anonymous(shell, profile.server(), profile.authority()), shell.clock()),
                checks,
                progress);
        try {
            look(new NodesArea(connection.registry(shell), shell.clock()), checks, progress);
        } catch (CliException e) {
            checks.add(Check.fault("nodes", "not looked at: " + e.words(), "keyfabric login"));
        }
        return profile;
    }

    private static void look(Area area, List<Check> checks, Progress progress) {
        checks.addAll(area.look());
        progress.at(Math.min(AREAS, checks.stream().map(Check::area).distinct().count()), AREAS);
    }

    private ExitCode said(List<Check> checks) {
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        checks.forEach(check -> items.add(check.toJson()));
        answer.putNull("nextCursor");
        output.whole().list(shell, COLUMNS, answer);
        return checks.stream().anyMatch(check -> check.level() == Check.Level.fault) ? ExitCode.REFUSED : ExitCode.OK;
    }
}
