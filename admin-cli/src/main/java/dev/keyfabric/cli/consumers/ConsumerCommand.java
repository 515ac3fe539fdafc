package dev.keyfabric.cli.consumers;

import picocli.CommandLine.Command;

@Command(
        name = "consumer",
        description = "Registers consumers and looks after them.",
        subcommands = {
            RegisterConsumer.class,
            ListConsumers.class,
            ShowConsumer.class,
            UpdateConsumer.class,
            SuspendConsumer.class,
            ReinstateConsumer.class,
            DeleteConsumer.class
        })
public final class ConsumerCommand {}
