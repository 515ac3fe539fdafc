package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "revoke",
        description = "Ends a key for ever, and shows the receipt fill, validator by validator, until it is final.")
final class RevokeKey extends SubjectChange {
    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "other",
            description = "superseded, compromised, leaked, owner_request or other (default ${DEFAULT-VALUE})")
    private String reason = "other";

    @Option(names = "--comment", paramLabel = "TEXT", description = "kept in the history")
    private @Nullable String comment;

    RevokeKey(Shell shell) {
        super(shell, "keys", "revoke");
    }

    @Override
    protected boolean takesRightsAway() {
        return true;
    }

    @Override
    protected Request request() {
        ObjectNode body = Json.object().put("reason", reason);
        if (comment != null) {
            body.put("comment", comment);
        }
        return Request.post(subjectPath(), body);
    }
}
