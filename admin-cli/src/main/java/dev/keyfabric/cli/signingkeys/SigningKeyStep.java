package dev.keyfabric.cli.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.registry.SubjectChange;
import dev.keyfabric.cli.shell.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A step in the life of a signing key, with a comment. */
abstract class SigningKeyStep extends SubjectChange {
    @Option(names = "--comment", paramLabel = "TEXT", description = "kept in the history")
    private @Nullable String comment;

    SigningKeyStep(Shell shell, String action) {
        super(shell, "signing-keys", action);
    }

    @Override
    protected Request request() {
        return Request.post(subjectPath(), body());
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        return comment == null ? body : body.put("comment", comment);
    }
}
