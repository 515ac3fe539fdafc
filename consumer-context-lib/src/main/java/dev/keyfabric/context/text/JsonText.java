package dev.keyfabric.context.text;

import java.util.List;
import java.util.Map;

/** JSON as we write it: members in the order given, no spaces, only the escapes that RFC 8259 requires. */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** The text of an object whose values are strings, integers, booleans, lists and maps of such. */
    public static String of(Map<String, ?> members) {
        StringBuilder out = new StringBuilder(256);
        object(members, out);
        return out.toString();
    }

    private static void object(Map<?, ?> members, StringBuilder out) {
        char before = '{';
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(before);
            string(String.valueOf(member.getKey()), out);
            out.append(':');
            value(member.getValue(), out);
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static void value(Object value, StringBuilder out) {
        if (value instanceof CharSequence text) {
            string(text, out);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Map<?, ?> members) {
            object(members, out);
        } else if (value instanceof List<?> elements) {
            char before = '[';
            for (Object element : elements) {
                out.append(before);
                value(element, out);
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else {
            throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private static void string(CharSequence text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
