package dev.keyfabric.cli.plans;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Metadata;
import dev.keyfabric.cli.values.PlanOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "define", description = "Defines a plan, whole: what is left out is not limited.")
final class DefinePlan extends ChangeCommand {
    @Parameters(paramLabel = "PLAN-ID", description = "its id")
    private String id = "";

    @Option(names = "--file", paramLabel = "FILE", description = "the definition as JSON; - = standard input")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "what people call it")
    private @Nullable String name;

    @Mixin
    private PlanOptions plan = new PlanOptions();

    DefinePlan(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        ObjectNode body = file == null ? Json.object() : Metadata.object(new Input(shell).text(file), "--file");
        if (name != null) {
            body.put("name", name);
        }
        if (!plan.limits().isEmpty()) {
            ArrayNode array = body.putArray("rateLimits");
            plan.limits().forEach(limit -> array.add(limit.toJson()));
        }
        if (!plan.quotas().isEmpty()) {
            ArrayNode array = body.putArray("quotas");
            plan.quotas().forEach(quota -> array.add(quota.toJson()));
        }
        if (plan.maxLifetime() != null) {
            body.put("maxLifetime", plan.maxLifetime().toString());
        }
        if (plan.rotateEvery() != null) {
            body.put("rotateEvery", plan.rotateEvery().toString());
        }
        return new Request("PUT", Address.path("v1", "plans", id), body);
    }
}
