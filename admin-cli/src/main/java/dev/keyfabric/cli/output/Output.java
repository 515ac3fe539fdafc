package dev.keyfabric.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options about the form of an answer, and the printing of it. */
public final class Output {
    private static final String COLOR_RESET_HOME = "\u001b[H\u001b[2J";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default ${DEFAULT-VALUE})")
    private Format format = Format.table;

    @Option(names = "--wide", description = "do not cut long cells of a table")
    private boolean wide;

    /** The same, with no cell of a table cut. */
    public Output whole() {
        wide = true;
        return this;
    }

    public boolean isJson() {
        return format == Format.json;
    }

    /** Prints a page of a list. */
    public void list(Shell shell, List<Column> columns, JsonNode page) {
        if (isJson()) {
            print(shell, Json.pretty(page));
            return;
        }
        List<JsonNode> rows = new ArrayList<>();
        page.path("items").forEach(rows::add);
        Table.lines(columns, rows, shell.terminal(), !wide).forEach(shell.out()::println);
        shell.out().flush();
        if (rows.isEmpty()) {
            shell.say("(none)");
        }
        if (page.path("nextCursor").isTextual()) {
            shell.say("there are more: --all, or --cursor "
                    + Plain.text(page.path("nextCursor").asText()));
        }
    }

    /** Prints one thing, member by member. */
    public void one(Shell shell, JsonNode thing) {
        if (isJson()) {
            print(shell, Json.pretty(thing));
            return;
        }
        List<Column> columns = List.of(Column.of("", "name"), new Column("", row -> value(row)));
        ArrayNode rows = Json.object().arrayNode();
        thing.properties()
                .forEach(member ->
                        rows.addObject().put("name", words(member.getKey())).set("value", member.getValue()));
        Table.lines(columns, rows.valueStream().toList(), shell.terminal(), false).stream()
                .skip(1) // there is no head
                .forEach(shell.out()::println);
        shell.out().flush();
    }

    private static String value(JsonNode row) {
        return row.path("name").asText().endsWith(" at") ? Cells.time(row.path("value")) : Cells.of(row.path("value"));
    }

    private static String words(String member) {
        return member.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /** Prints lines that are plain text already. */
    public static void print(Shell shell, String text) {
        shell.out().println(text);
        shell.out().flush();
    }

    /** Begins a screen anew where there is one. */
    public static void clear(Shell shell) {
        if (shell.terminal().out()) {
            shell.out().print(COLOR_RESET_HOME);
        }
    }

    /** A copy of an object without a member. */
    public static ObjectNode without(JsonNode thing, String member) {
        ObjectNode copy = thing.deepCopy();
        copy.remove(member);
        return copy;
    }
}
