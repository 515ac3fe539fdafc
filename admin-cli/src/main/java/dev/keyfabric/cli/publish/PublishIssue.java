package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.KeyOptions;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "issue-key",
        description = "Issues a key. It is made here, and only its hash leaves this machine.")
final class PublishIssue extends PublishingSecret {
    @Option(names = "--consumer", required = true, paramLabel = "ID", description = "whose key it is")
    private String consumer = "";

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            defaultValue = "live",
            description = "live or test (default ${DEFAULT-VALUE})")
    private String environment = "live";

    @Mixin
    private KeyOptions key = new KeyOptions();

    PublishIssue(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String id) {
        boolean live = environment.equals("live");
        if (!live && !environment.equals("test")) {
            throw CliException.usage("--environment must be live or test");
        }
        KeyDraft draft = Members.read(key.body(shell), KeyDrafts::read);
        return commands.command(CommandType.ISSUE_KEY, consumer)
                .setSubject(KeyId.derive(consumer, id).text())
                .setKey(KeyDraft.newBuilder(draft)
                        .setEnvironment(live ? Environment.LIVE : Environment.TEST)
                        .build())
                .setSecret(secret(live));
    }
}
