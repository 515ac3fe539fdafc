package dev.keyfabric.cli.consumers;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.ConsumerChanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "update", description = "Changes what is given and leaves the rest.")
final class UpdateConsumer extends ChangeCommand {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    @Mixin
    private ConsumerChanges changes = new ConsumerChanges();

    UpdateConsumer(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("PATCH", Address.path("v1", "consumers", id), changes.body(shell));
    }
}
