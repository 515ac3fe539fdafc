package dev.keyfabric.cli.signingkeys;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ShowCommand;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows all that is known of a signing key.")
final class ShowSigningKey extends ShowCommand {
    @Parameters(paramLabel = "KID", description = "its id")
    private String id = "";

    ShowSigningKey(Shell shell) {
        super(shell);
    }

    @Override
    protected String path() {
        return Address.path("v1", "signing-keys", id);
    }
}
