package dev.keyfabric.quickstart.docs;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of docs/problems.md. */
final class ProblemIndex {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[`([A-Z_]+)`\\]\\(([^)]+)\\) \\| ([0-9]{3}(?:, [0-9]{3})*) \\|");

    private ProblemIndex() {}

    /** What a row says of a code. */
    record Row(String link, String statuses) {}

    /** By code, of one part. */
    private static Map<String, Row> rows(String heading) {
        String page = Pages.read(Pages.root().resolve("docs/problems.md"));
        String section = page.substring(page.indexOf(heading)).split("\n## ", 2)[0];
        Map<String, Row> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(section);
        while (matcher.find()) {
            rows.put(matcher.group(1), new Row(matcher.group(2), matcher.group(3)));
        }
        return rows;
    }

    static Map<String, Row> ofRegistry() {
        return rows("## Registry");
    }

    static Map<String, Row> ofValidator() {
        return rows("## Validator");
    }
}
