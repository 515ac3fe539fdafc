package dev.keyfabric.cli.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.keys.SecretFile;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.event.SecretDraft;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command with a new secret, which is made on this machine and shown once its command had its effect. */
abstract class PublishingSecret extends Publishing {
    @Option(
            names = "--key-prefix",
            paramLabel = "PREFIX",
            defaultValue = "kf",
            description = "of the fabric's keys (default ${DEFAULT-VALUE})")
    private String prefix = "kf";

    @Mixin
    private SecretFile secretFile = new SecretFile();

    private @Nullable NewSecret made;

    PublishingSecret(Shell shell) {
        super(shell);
    }

    /** What the command carries of the new secret: its hash. */
    final SecretDraft secret(boolean live) {
        NewSecret secret = NewSecret.make(shell, prefix, live);
        made = secret;
        return secret.draft();
    }

    @Override
    public Integer call() {
        secretFile.prepare();
        return secretFile.orGone(super::call);
    }

    @Override
    void done(ObjectNode answer) {
        NewSecret secret = made;
        if (secret != null) {
            answer.put("keyId", answer.path("subject").asText()).put("key", secret.reveal());
            if (!secretFile.kept(shell, answer).has("key")) {
                answer.remove("key");
            }
        }
    }
}
