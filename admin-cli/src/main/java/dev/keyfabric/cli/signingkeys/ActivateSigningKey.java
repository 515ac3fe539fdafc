package dev.keyfabric.cli.signingkeys;

import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;

@Command(name = "activate", description = "Lets a prepared signing key sign.")
final class ActivateSigningKey extends SigningKeyStep {
    ActivateSigningKey(Shell shell) {
        super(shell, "activate");
    }
}
