package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command line that asks for a change again. */
final class CommandLines {
    static final String OPTION = "--idempotency-key";

    private static final String SPAN = "--expires-in";
    private static final String MOMENT = "--expires-at";
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLines() {}

    /** A line for a shell: the arguments as they were, but for times that count from now on, and the idempotency key. */
    static String again(List<String> arguments, Change change) {
        List<String> words = new ArrayList<>(List.of("keyfabric"));
        boolean given = arguments.stream().anyMatch(argument -> argument.startsWith(OPTION));
        fixed(arguments, change).stream().map(CommandLines::quoted).forEach(words::add);
        if (change.named() && !given) {
            words.add(OPTION);
            words.add(quoted(change.idempotencyKey()));
        }
        return String.join(" ", words);
    }

    /** Later on the same span would end later: another change, which the registry refuses under the same key. */
    private static List<String> fixed(List<String> arguments, Change change) {
        JsonNode end = change.body() == null ? null : change.body().get("expiresAt");
        if (end == null) {
            return arguments;
        }
        List<String> fixed = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(SPAN) && i + 1 < arguments.size()) {
                fixed.addAll(List.of(MOMENT, end.asText()));
                i++;
            } else {
                fixed.add(argument.startsWith(SPAN + "=") ? MOMENT + "=" + end.asText() : argument);
            }
        }
        return fixed;
    }

    /** What nobody could paste unharmed is escaped beforehand. */
    private static String quoted(String argument) {
        if (BARE.matcher(argument).matches()) {
            return argument;
        }
        String plain = Plain.text(argument);
        return plain.equals(argument)
                ? "'" + argument.replace("'", "'\\''") + "'"
                : "$'" + plain.replace("'", "\\'") + "'";
    }
}
