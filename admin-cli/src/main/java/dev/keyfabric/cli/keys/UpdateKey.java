package dev.keyfabric.cli.keys;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.KeyChanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "update", description = "Changes what is given and leaves the rest. --scope '' empties a list.")
final class UpdateKey extends ChangeCommand {
    @Parameters(paramLabel = "KEY-ID", description = "the key's id, key_…")
    private String id = "";

    @Mixin
    private KeyChanges changes = new KeyChanges();

    UpdateKey(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("PATCH", Address.path("v1", "keys", id), changes.body(shell));
    }
}
