package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "advance-signing-key",
        description = "Takes a signing key a step further in its life: active, retired, tainted or revoked.")
final class PublishSigningKey extends Publishing {
    /** Where it shall be. */
    enum Step {
        active,
        retired,
        tainted,
        revoked
    }

    @Parameters(index = "0", paramLabel = "KID", description = "its id")
    private String kid = "";

    @Parameters(index = "1", paramLabel = "STATUS", description = "${COMPLETION-CANDIDATES}")
    private Step step = Step.retired;

    PublishSigningKey(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        SigningKeyStatus status = switch (step) {
            case active -> SigningKeyStatus.ACTIVE;
            case retired -> SigningKeyStatus.RETIRED;
            case tainted -> SigningKeyStatus.TAINTED;
            case revoked -> SigningKeyStatus.REVOKED;
        };
        return commands.command(CommandType.ADVANCE_SIGNING_KEY, kid)
                .setSubject(kid)
                .setSigningKeyStatus(status);
    }
}
