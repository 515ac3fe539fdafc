package dev.keyfabric.cli.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.RegistryCommand;
import dev.keyfabric.cli.registry.Watch;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.MomentConverter;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "history", description = "Shows who did what, newest first. With --watch: what is new is added below.")
public final class HistoryCommand extends RegistryCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.of("AT", "at"),
            Column.of("SUBJECT", "subject"),
            Column.of("EVENT", "type"),
            Column.of("STATUS", "status"),
            Column.of("ACTOR", "actor"),
            Column.of("DOOR", "door"),
            Column.of("REASON", "reason"));

    @Option(names = "--subject", paramLabel = "ID", defaultValue = "", description = "of one key, consumer, plan, …")
    private String subject = "";

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "key, consumer, plan, service, …")
    private String kind = "";

    @Option(names = "--actor", paramLabel = "ACTOR", defaultValue = "", description = "by whom")
    private String actor = "";

    @Option(names = "--door", paramLabel = "DOOR", defaultValue = "", description = "http, bus, cli or registry")
    private String door = "";

    @Option(names = "--type", paramLabel = "EVENT", defaultValue = "", description = "such as key_revoked")
    private String type = "";

    @Option(names = "--command", paramLabel = "COMMAND-ID", defaultValue = "", description = "by which command")
    private String command = "";

    @Option(names = "--from", paramLabel = "TIME", converter = MomentConverter.class, description = "from then on")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", converter = MomentConverter.class, description = "before then")
    private @Nullable Instant to;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "rows of a page (default 50)")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "CURSOR", defaultValue = "", description = "the page that begins there")
    private String cursor = "";

    @Option(names = "--all", description = "every page")
    private boolean all;

    @Mixin
    private Watch watch = new Watch();

    HistoryCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected ExitCode run(Registry registry) {
        Map<String, String> query = query();
        if (!watch.isOn()) {
            output.list(
                    shell,
                    COLUMNS,
                    all ? registry.all("/v1/history", query) : registry.get(Address.query("/v1/history", query)));
            return ExitCode.OK;
        }
        Set<String> seen = new HashSet<>();
        do {
            ObjectNode news = news(registry.get(Address.query("/v1/history", query)), seen);
            if (!news.path("items").isEmpty()) {
                output.list(shell, COLUMNS, news);
            }
        } while (watch.next(shell));
        return ExitCode.OK;
    }

    /** What was not seen yet, the oldest first. */
    private static ObjectNode news(JsonNode page, Set<String> seen) {
        ObjectNode news = Json.object();
        ArrayNode items = news.putArray("items");
        Set<String> shown = new HashSet<>();
        page.path("items").forEach(item -> {
            String position = item.path("position").asText();
            if (!seen.contains(position)) {
                items.insert(0, item);
            }
            shown.add(position);
        });
        seen.clear();
        seen.addAll(shown);
        return news;
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("subject", subject);
        query.put("kind", kind);
        query.put("actor", actor);
        query.put("door", door);
        query.put("type", type);
        query.put("command", command);
        query.put("from", from == null ? "" : from.toString());
        query.put("to", to == null ? "" : to.toString());
        query.put("limit", String.valueOf(all ? 5000 : limit));
        query.put("cursor", cursor);
        return query;
    }
}
