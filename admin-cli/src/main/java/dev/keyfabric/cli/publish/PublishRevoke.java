package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.RevocationReason;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "revoke-key", description = "Ends a key for ever.")
final class PublishRevoke extends Publishing {
    /** What may be the reason. */
    enum Reason {
        superseded,
        compromised,
        leaked,
        owner_request,
        other
    }

    @Parameters(paramLabel = "KEY-ID", description = "the key's id, key_…")
    private String id = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "other",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})")
    private Reason reason = Reason.other;

    PublishRevoke(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        RevocationReason given = switch (reason) {
            case superseded -> RevocationReason.SUPERSEDED;
            case compromised -> RevocationReason.COMPROMISED;
            case leaked -> RevocationReason.LEAKED;
            case owner_request -> RevocationReason.OWNER_REQUEST;
            case other -> RevocationReason.OTHER;
        };
        return commands.command(CommandType.REVOKE_KEY, id).setSubject(id).setRevocationReason(given);
    }
}
