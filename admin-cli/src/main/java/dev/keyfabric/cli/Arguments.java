package dev.keyfabric.cli;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.key.ApiKey;
import java.util.List;

/** What no argument may be, looked at before anything reads them. */
final class Arguments {
    private static final int REPLACEMENT = 0xfffd;

    private Arguments() {}

    /** A key in an argument is in the shell's history and in the list of processes already. It is not shown again. */
    static void refuseSecrets(List<String> arguments) {
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (ApiKey.parse(argument).isPresent() || ApiKey.parse(value).isPresent()) {
                throw CliException.usage(
                        "a key stands in the arguments: by now others on this machine may have read it."
                                + " Rotate it, and give keys by standard input, a file or the question without echo.");
            }
        }
    }

    /** An argument that the JVM could not decode would reach the server as another text. */
    static void refuseUnreadable(List<String> arguments) {
        if (arguments.stream().anyMatch(argument -> argument.indexOf(REPLACEMENT) >= 0)) {
            throw CliException.usage("an argument cannot be read in this locale: set LC_ALL=C.UTF-8");
        }
    }
}
