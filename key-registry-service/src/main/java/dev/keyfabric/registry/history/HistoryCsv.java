package dev.keyfabric.registry.history;

import dev.keyfabric.registry.readmodel.HistoryEntry;
import dev.keyfabric.registry.readmodel.HistoryPage;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the history as CSV (RFC 4180) with a header line. A text that a spreadsheet would take for a formula begins with
 * an apostrophe.
 */
public final class HistoryCsv {
    private static final String LINE_END = "\r\n";
    private static final String HEADER = "at,kind,subject,type,status,version,actor,door,reason,command,position";
    private static final String FORMULA = "=+-@\t\r";

    private HistoryCsv() {}

    public static String of(HistoryPage page) {
        return Stream.concat(Stream.of(HEADER), page.items().stream().map(HistoryCsv::line))
                .collect(Collectors.joining(LINE_END, "", LINE_END));
    }

    private static String line(HistoryEntry entry) {
        return Stream.of(
                        entry.at().toString(),
                        entry.kind().name().toLowerCase(Locale.ROOT),
                        entry.subject(),
                        entry.type(),
                        entry.status(),
                        Long.toString(entry.version()),
                        entry.actor(),
                        entry.door(),
                        entry.reason(),
                        entry.command(),
                        entry.position())
                .map(HistoryCsv::cell)
                .collect(Collectors.joining(","));
    }

    static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
