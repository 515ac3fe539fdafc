package dev.keyfabric.cli.values;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a plan allows, as options: the same whether the plan goes to the registry or straight to the bus. */
public final class PlanOptions {
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

    public List<Limit> limits() {
        return limits;
    }

    public List<QuotaLimit> quotas() {
        return quotas;
    }

    /** Null = not limited. */
    public @Nullable Duration maxLifetime() {
        return maxLifetime;
    }

    /** Null = not limited. */
    public @Nullable Duration rotateEvery() {
        return rotateEvery;
    }
}
