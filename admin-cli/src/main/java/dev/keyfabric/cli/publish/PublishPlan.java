package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Limit;
import dev.keyfabric.cli.values.QuotaLimit;
import dev.keyfabric.cli.values.SpanConverter;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.PlanDraft;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "define-plan",
        description = "Defines a plan, whole: what is left out is not limited.")
final class PublishPlan extends Publishing {
    @Parameters(paramLabel = "PLAN-ID", description = "its id")
    private String id = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "what people call it")
    private String name = "";

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

    PublishPlan(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.DEFINE_PLAN, id)
                .setSubject(id)
                .setPlan(PlanDraft.newBuilder()
                        .setName(name)
                        .setRateLimits(limits.stream().map(PublishPlan::limit).toList())
                        .setQuotas(quotas.stream().map(PublishPlan::quota).toList())
                        .setMaxLifetimeSeconds(maxLifetime == null ? null : maxLifetime.toSeconds())
                        .setRotateEverySeconds(rotateEvery == null ? null : rotateEvery.toSeconds())
                        .build());
    }

    private static RateLimit limit(Limit limit) {
        return RateLimit.newBuilder()
                .setName(limit.name())
                .setQuota(limit.quota())
                .setWindowSeconds(limit.windowSeconds())
                .build();
    }

    private static Quota quota(QuotaLimit quota) {
        return Quota.newBuilder()
                .setName(quota.name())
                .setQuota(quota.quota())
                .setPeriod(QuotaPeriod.valueOf(quota.period().toUpperCase(Locale.ROOT)))
                .build();
    }
}
