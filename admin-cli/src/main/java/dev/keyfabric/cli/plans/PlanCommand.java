package dev.keyfabric.cli.plans;

import picocli.CommandLine.Command;

@Command(
        name = "plan",
        description = "Defines what consumers of one kind get.",
        subcommands = {DefinePlan.class, ListPlans.class, ShowPlan.class})
public final class PlanCommand {}
