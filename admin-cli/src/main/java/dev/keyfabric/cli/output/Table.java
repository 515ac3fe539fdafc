package dev.keyfabric.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.shell.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows under heads, in columns that line up. Cells are plain text already. */
final class Table {
    private static final int WIDEST = 40;
    private static final String GAP = "  ";

    private Table() {}

    /**
     * The lines of a table.
     *
     * @param cut whether long cells are cut
     */
    static List<String> lines(List<Column> columns, List<JsonNode> rows, Terminal terminal, boolean cut) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream()
                    .map(column -> column.cell().apply(row))
                    .map(cell -> cut ? Width.cut(cell, WIDEST) : cell)
                    .toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Width.of(line.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> line : cells) {
            boolean head = lines.isEmpty();
            lines.add(line(line, widths, head || !terminal.color() ? UnaryOperator.identity() : Style::status));
        }
        return lines;
    }

    private static String line(List<String> cells, int[] widths, UnaryOperator<String> style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(i == 0 ? "" : GAP).append(style.apply(cell));
            if (i < widths.length - 1) {
                line.append(" ".repeat(widths[i] - Width.of(cell)));
            }
        }
        return line.toString().stripTrailing();
    }
}
