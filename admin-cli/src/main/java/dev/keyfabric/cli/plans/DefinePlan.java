package dev.keyfabric.cli.plans;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Limit;
import dev.keyfabric.cli.values.Metadata;
import dev.keyfabric.cli.values.QuotaLimit;
import dev.keyfabric.cli.values.SpanConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--rate-limit",
            paramLabel = "NAME:QUOTA/TIME",
            converter = Limit.Converter.class,
            description = "such as burst:20/1s; many times")
    private List<Limit> limits = List.of();

    @Option(
            names = "--quota",
            paramLabel = "NAME:QUOTA/PERIOD",
            converter = QuotaLimit.Converter.class,
            description = "such as monthly:1000000/month; many times")
    private List<QuotaLimit> quotas = List.of();

    @Option(
            names = "--max-lifetime",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "how long a key lives at most: 365d")
    private @Nullable Duration maxLifetime;

    @Option(
            names = "--rotate-every",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "how long a secret lives at most: 90d")
    private @Nullable Duration rotateEvery;

    DefinePlan(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        ObjectNode body = file == null ? Json.object() : Metadata.object(new Input(shell).text(file), "--file");
        if (name != null) {
            body.put("name", name);
        }
        if (!limits.isEmpty()) {
            ArrayNode array = body.putArray("rateLimits");
            limits.forEach(limit -> array.add(limit.toJson()));
        }
        if (!quotas.isEmpty()) {
            ArrayNode array = body.putArray("quotas");
            quotas.forEach(quota -> array.add(quota.toJson()));
        }
        if (maxLifetime != null) {
            body.put("maxLifetime", maxLifetime.toString());
        }
        if (rotateEvery != null) {
            body.put("rotateEvery", rotateEvery.toString());
        }
        return new Request("PUT", Address.path("v1", "plans", id), body);
    }
}
