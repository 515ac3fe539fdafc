package dev.keyfabric.cli.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Metadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "update", description = "Changes what is given and leaves the rest.")
final class UpdateConsumer extends ChangeCommand {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "what people call it")
    private @Nullable String name;

    @Option(names = "--plan", paramLabel = "PLAN-ID", description = "the plan that its keys get")
    private @Nullable String plan;

    @Option(names = "--no-plan", description = "let it have no plan")
    private boolean noPlan;

    @Mixin
    private Metadata metadata = new Metadata();

    UpdateConsumer(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
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
        return new Request("PATCH", Address.path("v1", "consumers", id), body);
    }
}
