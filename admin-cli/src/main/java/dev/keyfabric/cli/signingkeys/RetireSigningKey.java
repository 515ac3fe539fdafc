package dev.keyfabric.cli.signingkeys;

import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "retire", description = "Lets a signing key sign no more; what it signed stays good.")
final class RetireSigningKey extends SigningKeyStep {
    RetireSigningKey(Shell shell) {
        super(shell, "retire");
    }
}
