package dev.keyfabric.cli.http;

import dev.keyfabric.cli.output.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command line that asks for a change again. */
final class CommandLines {
    static final String OPTION = "--idempotency-key";

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLines() {}

    /** A line for a shell: the arguments as they were, and the idempotency key. */
    static String again(List<String> arguments, Change change) {
        List<String> words = new ArrayList<>(List.of("keyfabric"));
        boolean given = arguments.stream().anyMatch(argument -> argument.startsWith(OPTION));
        arguments.stream().map(CommandLines::quoted).forEach(words::add);
        if (change.named() && !given) {
            words.add(OPTION);
            words.add(quoted(change.idempotencyKey()));
        }
        return String.join(" ", words);
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
