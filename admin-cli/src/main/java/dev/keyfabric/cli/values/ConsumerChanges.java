package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What shall change of a consumer, as options. */
public final class ConsumerChanges {
    @Option(names = "--name", paramLabel = "NAME", description = "what people call it")
    private @Nullable String name;

    @Option(names = "--plan", paramLabel = "PLAN-ID", description = "the plan that its keys get")
    private @Nullable String plan;

    @Option(names = "--no-plan", description = "let it have no plan")
    private boolean noPlan;

    @Mixin
    private Metadata metadata = new Metadata();

    /** The members that shall change; null where a value shall be gone. */
    public ObjectNode body(Shell shell) {
        ObjectNode body = Json.object();
        if (name != null) {
            body.put("name", name);
        }
        if (plan != null) {
            body.put("plan", plan);
        }
        if (noPlan) {
            body.putNull("plan");
        }
        metadata.given(shell).ifPresent(given -> body.set("metadata", given));
        if (body.isEmpty()) {
            throw CliException.usage("nothing is given that shall change");
        }
        return body;
    }
}
