package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Limit;
import dev.keyfabric.cli.values.PlanOptions;
import dev.keyfabric.cli.values.QuotaLimit;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.PlanDraft;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import java.util.Locale;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private PlanOptions plan = new PlanOptions();

    PublishPlan(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.DEFINE_PLAN, id)
                .setSubject(id)
                .setPlan(PlanDraft.newBuilder()
                        .setName(name)
                        .setRateLimits(
                                plan.limits().stream().map(PublishPlan::limit).toList())
                        .setQuotas(
                                plan.quotas().stream().map(PublishPlan::quota).toList())
                        .setMaxLifetimeSeconds(
                                plan.maxLifetime() == null
                                        ? null
                                        : plan.maxLifetime().toSeconds())
                        .setRotateEverySeconds(
                                plan.rotateEvery() == null
                                        ? null
                                        : plan.rotateEvery().toSeconds())
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
