package dev.keyfabric.cli.http;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change that is asked for again, under the same idempotency key, until its answer is had or the tries are over. What it
 * says then is exact: nothing was done, or it is not known.
 */
final class Repeats {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Nothing was done, and soon it may be. */
    private static final Set<String> LATER = Set.of("WRITER_UNAVAILABLE");

    private final Wire wire;
    private final Shell shell;

    Repeats(Wire wire, Shell shell) {
        this.wire = wire;
        this.shell = shell;
    }

    Answer send(Change change, Map<String, String> headers) {
        boolean doubt = false;
        String last = "";
        for (int attempt = 0; attempt <= PAUSES.size(); attempt++) {
            if (attempt > 0) {
                shell.say(last + "; asking again with the same idempotency key");
                shell.pause().of(PAUSES.get(attempt - 1));
            }
            try (InFlight flight = new InFlight(shell, askAgain(change))) {
                flight.begin();
                Answer answer = wire.send(change.method(), change.path(), headers, change.body(), LIMIT);
                if (answer.status() < 500) {
                    return answer;
                }
                doubt |= !LATER.contains(answer.code());
                last = "the registry answered " + answer.status() + " " + answer.code();
            } catch (Wire.NotSentException e) {
                last = String.valueOf(e.getMessage());
                if (!doubt) {
                    throw new CliException(ExitCode.UNREACHABLE, last + ": nothing was sent, and nothing has changed");
                }
            } catch (IOException e) {
                doubt = true;
                last = "the connection was lost";
            }
        }
        if (doubt) {
            throw new CliException(
                    ExitCode.UNSURE,
                    "it is NOT KNOWN whether this was done: " + last + ", also when asked again. " + askAgain(change));
        }
        throw new CliException(ExitCode.UNREACHABLE, last + ", also when asked again: nothing was done");
    }

    private String askAgain(Change change) {
        return "Ask again, which does nothing twice:\n  " + CommandLines.again(shell.arguments(), change);
    }
}
