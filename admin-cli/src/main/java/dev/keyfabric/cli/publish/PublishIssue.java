package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.MomentConverter;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "issue-key",
        description = "Issues a key. It is made here, and only its hash leaves this machine.")
final class PublishIssue extends PublishingSecret {
    @Option(names = "--consumer", required = true, paramLabel = "ID", description = "whose key it is")
    private String consumer = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "what people call it")
    private String name = "";

    @Option(names = "--environment", paramLabel = "ENVIRONMENT", defaultValue = "live", description = "live or test")
    private String environment = "live";

    @Option(names = "--scope", paramLabel = "SCOPE", description = "a scope that it grants; many times")
    private List<String> scopes = List.of();

    @Option(names = "--audience", paramLabel = "SERVICE", description = "a service that it is good for; none = any")
    private List<String> audiences = List.of();

    @Option(names = "--ip", paramLabel = "CIDR", description = "addresses that it may come from; none = any")
    private List<String> addresses = List.of();

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "when it ends")
    private @Nullable Instant expiresAt;

    PublishIssue(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String id) {
        boolean live = environment.equals("live");
        if (!live && !environment.equals("test")) {
            throw CliException.usage("--environment must be live or test");
        }
        return commands.command(CommandType.ISSUE_KEY, consumer)
                .setSubject(KeyId.derive(consumer, id).text())
                .setKey(KeyDraft.newBuilder()
                        .setName(name)
                        .setEnvironment(live ? Environment.LIVE : Environment.TEST)
                        .setScopes(scopes)
                        .setAudiences(audiences)
                        .setIpAllowlist(addresses)
                        .setExpiresAt(expiresAt)
                        .build())
                .setSecret(secret(live));
    }
}
