package dev.keyfabric.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Column;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A list of subjects, page by page or whole. */
public abstract class ListCommand extends RegistryCommand {
    @Mixin
    private Watch watch = new Watch();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "rows of a page (default 50)")
    private int limit = 50;

    @Option(names = "--sort", paramLabel = "FIELD", defaultValue = "", description = "by what; -FIELD turns it")
    private String sort = "";

    @Option(names = "--cursor", paramLabel = "CURSOR", defaultValue = "", description = "the page that begins there")
    private String cursor = "";

    @Option(names = "--all", description = "every page")
    private boolean all;

    protected ListCommand(Shell shell) {
        super(shell);
    }

    protected abstract String path();

    protected abstract List<Column> columns();

    /** Query parameters by name; empty ones are not sent. */
    protected abstract Map<String, String> filters();

    @Override
    protected final ExitCode run(Registry registry) {
        Map<String, String> query = new LinkedHashMap<>(filters());
        query.put("sort", sort);
        query.put("cursor", cursor);
        query.put("limit", String.valueOf(all ? 500 : limit));
        do {
            JsonNode page = all ? registry.all(path(), query) : registry.get(Address.query(path(), query));
            if (watch.isOn()) {
                Output.clear(shell);
            }
            output.list(shell, columns(), page);
        } while (watch.next(shell));
        return ExitCode.OK;
    }
}
