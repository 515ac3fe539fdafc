package dev.keyfabric.cli.publish;

import picocli.CommandLine.Command;

@Command(
        name = "publish",
        description = {
            "Puts a command straight on the bus, signed with the key that the login enrolled: it works with every"
                    + " registry's HTTP down. A key's secret is made here, and only its hash leaves this machine."
        },
        subcommands = {
            PublishRegister.class,
            PublishUpdateConsumer.class,
            PublishSuspendConsumer.class,
            PublishReinstateConsumer.class,
            PublishDeleteConsumer.class,
            PublishIssue.class,
            PublishUpdateKey.class,
            PublishRotate.class,
            PublishSuspend.class,
            PublishReinstate.class,
            PublishRevoke.class,
            PublishPlan.class,
            PublishService.class,
            PublishSigningKey.class
        })
public final class PublishCommand {}
