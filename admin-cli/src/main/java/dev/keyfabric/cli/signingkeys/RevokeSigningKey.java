package dev.keyfabric.cli.signingkeys;

import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "revoke", description = "Ends a signing key for ever: nothing that it ever signed is good.")
final class RevokeSigningKey extends SigningKeyStep {
    RevokeSigningKey(Shell shell) {
        super(shell, "revoke");
    }

    @Override
    protected boolean takesRightsAway() {
        return true;
    }
}
