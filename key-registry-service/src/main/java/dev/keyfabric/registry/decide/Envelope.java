package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a command's envelope must be like before its own names may be repeated in an answer. */
final class Envelope {
    /** A command id, or that of a command that another one left to be done: {@code <id>/<n>}. */
    private static final Pattern COMMAND_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}(/[0-9]{1,6})?");

    private static final int LONGEST = 256;

    private Envelope() {}

    /** Why no answer can be addressed to the command's own names, or empty. */
    static Optional<String> fault(Command command) {
        if (!isCommandId(command.getId())) {
            return Optional.of("the command id must match " + COMMAND_ID.pattern());
        }
        return command.getSubject().length() > LONGEST
                        || command.getRouting().length() > LONGEST
                        || command.getAttempt().length() > LONGEST
                ? Optional.of("subject, routing id and attempt have at most " + LONGEST + " characters")
                : Optional.empty();
    }

    static boolean isCommandId(String text) {
        return COMMAND_ID.matcher(text).matches();
    }
}
