package dev.keyfabric.context.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code name=value} parts of a message of ours. A value ends at a space, or at its closing quote. */
final class MessageFields {
    private static final Pattern FIELD =
            Pattern.compile("(?<![^ ])([a-zA-Z][a-zA-Z0-9_]*)=(?:\"([^\"]*)\"|([^ \"]\\S*))");

    /** Its value is a sentence: it ends where the next field begins. */
    private static final String SENTENCE = "msg=";

    private MessageFields() {}

    static Map<String, String> of(String message) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(message);
        while (field.find()) {
            String quoted = field.group(2);
            fields.putIfAbsent(field.group(1), quoted == null ? field.group(3) : quoted);
        }
        if (message.startsWith(SENTENCE)) {
            boolean more = field.reset().find() && field.find();
            fields.put(
                    "msg",
                    message.substring(SENTENCE.length(), more ? field.start() : message.length())
                            .strip());
        }
        return fields;
    }
}
