package dev.keyfabric.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.http.Answer;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Cells;
import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.output.Progress;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Receipts, followed node by node, on standard error, until nobody is left who may yet confirm. */
public final class Receipts {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Registry registry;
    private final Shell shell;
    private final Set<String> told = new LinkedHashSet<>();
    private Set<String> nodes = Set.of();

    public Receipts(Registry registry, Shell shell) {
        this.registry = registry;
        this.shell = shell;
    }

    /** A receipt, and how the run ends with it. */
    public record Last(JsonNode receipt, ExitCode code) {}

    /**
     * Follows the receipt of a command.
     *
     * @param limit how long at most; zero = asked once
     */
    public Last follow(String command, Duration limit) {
        Instant start = shell.clock().instant();
        Instant end = start.plus(limit);
        nodes = nodes();
        JsonNode receipt = MissingNode.getInstance();
        try (Progress progress = new Progress(shell, "confirmed by")) {
            while (true) {
                receipt = now(command, receipt);
                Duration taken = Duration.between(start, shell.clock().instant());
                progress.close();
                tell(receipt, taken);
                int confirmed = receipt.path("confirmed").asInt();
                progress.at(
                        confirmed,
                        confirmed
                                + receipt.path("pending").size()
                                + receipt.path("unheard").size());
                boolean over = receipt.isObject() && receipt.path("pending").isEmpty();
                if (over || !shell.clock().instant().isBefore(end)) {
                    break;
                }
                shell.pause().of(PAUSE);
            }
        }
        return new Last(receipt, said(command, receipt));
    }

    /** The receipt as it is now; the one before where nobody tells, for the change itself is done. */
    private JsonNode now(String command, JsonNode before) {
        try {
            Answer answer = registry.ask("GET", Address.path("v1", "receipts", command), Map.of(), null);
            return answer.status() == 503 ? before : Registry.good(answer).body();
        } catch (CliException e) {
            if (e.code() == ExitCode.UNREACHABLE) {
                return before;
            }
            throw new CliException(e.code(), "it is done; of its receipt: " + e.words());
        }
    }

    private void tell(JsonNode receipt, Duration taken) {
        if (!receipt.isObject()) {
            return;
        }
        Set<String> open = new LinkedHashSet<>();
        receipt.path("pending").forEach(node -> open.add(node.asText()));
        receipt.path("unheard").forEach(node -> open.add(node.path("node").asText()));
        for (String node : nodes) {
            if (!open.contains(node) && told.add(node)) {
                shell.say("  " + Plain.text(node) + "  confirmed within " + Cells.duration(taken));
            }
        }
    }

    private ExitCode said(String command, JsonNode receipt) {
        if (receipt.path("final").asBoolean(false)) {
            shell.say("final: confirmed by " + receipt.path("confirmed").asInt() + " of "
                    + receipt.path("confirmed").asInt() + " validators");
            return ExitCode.OK;
        }
        receipt.path("pending")
                .forEach(node -> shell.say("  " + Plain.text(node.asText()) + "  pending: not yet confirmed"));
        receipt.path("unheard")
                .forEach(node -> shell.say("  " + Plain.text(node.path("node").asText())
                        + "  unheard: it may answer from before until " + Cells.of(node.path("servesUntil"))));
        shell.say("it is done, and NOT FINAL yet"
                + (receipt.isObject() ? "" : ": the registry did not tell its receipt")
                + "; follow it: keyfabric receipt " + Plain.text(command));
        return ExitCode.NOT_FINAL;
    }

    /** Only for the lines by node: who may not ask for them, or gets no answer, is told the numbers. */
    private Set<String> nodes() {
        Set<String> names = new LinkedHashSet<>();
        try {
            registry.get("/v1/nodes")
                    .path("items")
                    .forEach(node -> names.add(node.path("node").asText()));
        } catch (CliException e) {
            return Set.of();
        }
        return names;
    }
}
