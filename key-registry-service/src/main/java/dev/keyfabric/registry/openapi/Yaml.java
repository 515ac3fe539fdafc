package dev.keyfabric.registry.openapi;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Maps, lists and plain values as YAML 1.2 in block style; no more of it than the document needs. */
final class Yaml {
    /** A word that YAML reads as nothing but itself. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z$/][A-Za-z0-9_/$.+-]*");

    private static final List<String> RESERVED = List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private Yaml() {}

    static String text(Map<String, ?> root) {
        StringBuilder text = new StringBuilder();
        map(root, 0, text);
        return text.toString();
    }

    private static void map(Map<?, ?> map, int depth, StringBuilder text) {
        map.forEach((key, value) -> {
            indent(depth, text).append(scalar(key)).append(':');
            value(value, depth, text);
        });
    }

    private static void value(Object value, int depth, StringBuilder text) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('\n');
            map(map, depth + 1, text);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            text.append('\n');
            list(list, depth + 1, text);
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static void list(List<?> list, int depth, StringBuilder text) {
        for (Object item : list) {
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                StringBuilder entry = new StringBuilder();
                map(map, depth + 1, entry);
                // The first member stands behind the dash.
                int at = 2 * (depth + 1);
                indent(depth, text).append("- ").append(entry, at, entry.length());
            } else {
                indent(depth, text).append("- ").append(scalar(item)).append('\n');
            }
        }
    }

    private static String scalar(Object value) {
        if (value instanceof List<?>) {
            return "[]";
        }
        if (value instanceof Map<?, ?>) {
            return "{}";
        }
        if (!(value instanceof String text)) {
            return String.valueOf(value);
        }
        return PLAIN.matcher(text).matches() && !RESERVED.contains(text)
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static StringBuilder indent(int depth, StringBuilder text) {
        return text.append("  ".repeat(depth));
    }
}
