package dev.keyfabric.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** A column of a table: its head, and what it shows of a row. */
public record Column(String title, Function<JsonNode, String> cell) {
    /** A member of the row; absent and null are shown as a dash. */
    public static Column of(String title, String member) {
        return new Column(title, row -> Cells.of(row.path(member)));
    }

    /** A member of the row that is a moment. */
    public static Column time(String title, String member) {
        return new Column(title, row -> Cells.time(row.path(member)));
    }
}
