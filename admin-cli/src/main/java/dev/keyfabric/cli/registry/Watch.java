package dev.keyfabric.cli.registry;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option to ask again and again, until Ctrl-C. */
public final class Watch {
    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = "2",
            description = "ask again every so many seconds (2 unless given), until Ctrl-C")
    private @Nullable Integer every;

    public boolean isOn() {
        return every != null;
    }

    /** Waits for the next turn; false when there is none. */
    public boolean next(Shell shell) {
        if (every == null) {
            return false;
        }
        if (every < 1) {
            throw CliException.usage("--watch must be one second at least");
        }
        shell.pause().of(Duration.ofSeconds(every));
        return !Thread.currentThread().isInterrupted();
    }
}
