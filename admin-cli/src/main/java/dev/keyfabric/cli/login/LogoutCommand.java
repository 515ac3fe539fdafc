package dev.keyfabric.cli.login;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.http.Change;
import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.profile.Profiles;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "logout", description = "Forgets the token, and retires and deletes the key of your own.")
public final class LogoutCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Connection connection = new Connection();

    LogoutCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profiles profiles = new Profiles(shell.folder());
        Profile profile = profiles.get(connection.name());
        ExitCode code = profile.keyEndsAt() == null ? ExitCode.OK : retire(profiles, profile);
        profiles.deleteKey(connection.name());
        profiles.save(connection.name(), profile.withoutToken());
        shell.say("logged out of " + profile.server());
        return code.status();
    }

    private ExitCode retire(Profiles profiles, Profile profile) {
        try {
            String kid = profiles.key(connection.name()).kid();
            Registry.of(shell, profile)
                    .change(new Change(
                            "POST",
                            Address.path("v1", "signing-keys", kid, "retire"),
                            Json.object().put("comment", "logged out"),
                            "retire-" + kid,
                            null,
                            false));
            return ExitCode.OK;
        } catch (CliException e) {
            shell.say("your own key is deleted here, but not retired there; it ends at " + profile.keyEndsAt() + ": "
                    + e.words());
            return e.code();
        }
    }
}
