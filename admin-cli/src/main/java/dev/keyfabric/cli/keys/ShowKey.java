package dev.keyfabric.cli.keys;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ShowCommand;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows all that is known of a key; never its secret.")
final class ShowKey extends ShowCommand {
    @Parameters(paramLabel = "KEY-ID", description = "the key's id, key_…")
    private String id = "";

    ShowKey(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return Address.path("v1", "keys", id);
    }
}
