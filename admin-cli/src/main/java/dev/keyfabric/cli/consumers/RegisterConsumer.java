package dev.keyfabric.cli.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Metadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "register", description = "Registers a consumer: somebody who may have keys.")
final class RegisterConsumer extends ChangeCommand {
    @Parameters(arity = "0..1", paramLabel = "CONSUMER-ID", description = "its id; one is made where none is given")
    private @Nullable String id;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "what people call it")
    private String name = "";

    @Option(names = "--plan", paramLabel = "PLAN-ID", description = "the plan that its keys get")
    private @Nullable String plan;

    @Mixin
    private Metadata metadata = new Metadata();

    RegisterConsumer(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        ObjectNode body = Json.object().put("name", name);
        if (id != null) {
            body.put("id", id);
        }
        if (plan != null) {
            body.put("plan", plan);
        }
        metadata.given(shell).ifPresent(given -> body.set("metadata", given));
        return Request.post("/v1/consumers", body);
    }
}
