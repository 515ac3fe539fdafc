package dev.keyfabric.cli.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "whoami", description = "Says as whom one is logged in, where, and until when.")
public final class WhoamiCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private Output output = new Output();

    WhoamiCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profile profile = connection.profile(shell);
        Instant ends = profile.expiresAt();
        boolean loggedIn = profile.token() != null
                && (ends == null || ends.isAfter(shell.clock().instant()));
        ObjectNode answer = Json.object();
        answer.put("profile", connection.name());
        answer.put("registry", profile.server().toString());
        answer.put("loggedIn", loggedIn);
        answer.put("actor", profile.actor());
        answer.put("tokenEndsAt", ends == null ? null : ends.toString());
        answer.put(
                "keyEndsAt",
                profile.keyEndsAt() == null ? null : profile.keyEndsAt().toString());
        answer.put("bootstrapServers", profile.bootstrap());
        answer.put("topicPrefix", profile.topicPrefix());
        output.one(shell, answer);
        return (loggedIn ? ExitCode.OK : ExitCode.NOT_ALLOWED).status();
    }
}
