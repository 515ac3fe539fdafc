package dev.keyfabric.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Answer;
import dev.keyfabric.cli.http.ChangeOptions;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes one subject, prints it as it is then, and may wait until the whole fleet knows. */
public abstract class ChangeCommand extends RegistryCommand {
    private static final int LONGEST_WAIT = 3600;

    @Mixin
    private ChangeOptions changes = new ChangeOptions();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "how long to wait until every validator has it (default 30 for what takes rights away, else 0)")
    private @Nullable Integer wait;

    protected ChangeCommand(Shell shell) {
        super(shell);
    }

    protected abstract Request request();

    /** Whether it takes rights away, so that one wants to know when everybody has heard. */
    protected boolean takesRightsAway() {
        return false;
    }

    /** What is to be printed of the answer, whose secret has gone where it belongs. */
    protected JsonNode printed(JsonNode subject) {
        return subject;
    }

    @Override
    protected ExitCode run(Registry registry) {
        Duration limit = limit();
        Request request = request();
        Answer answer = registry.change(changes.of(shell, request.method(), request.path(), request.body()));
        JsonNode subject = printed(answer.body());
        if (limit.isZero() || answer.command().isEmpty()) {
            output.one(shell, subject);
            return ExitCode.OK;
        }
        Receipts receipts = new Receipts(registry, shell);
        if (!output.isJson()) {
            output.one(shell, subject);
            return receipts.follow(answer.command(), limit).code();
        }
        Receipts.Last last = receipts.follow(answer.command(), limit);
        ObjectNode whole = subject.deepCopy();
        whole.set("receipt", last.receipt());
        output.one(shell, whole);
        return last.code();
    }

    private Duration limit() {
        int seconds = wait == null ? (takesRightsAway() ? 30 : 0) : wait;
        if (seconds < 0 || seconds > LONGEST_WAIT) {
            throw CliException.usage("--wait must be from 0 to " + LONGEST_WAIT + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }
}
