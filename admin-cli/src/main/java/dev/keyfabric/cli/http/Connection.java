package dev.keyfabric.cli.http;

import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.profile.Profiles;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Options that say as whom, and with whom, one speaks. */
public final class Connection {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            defaultValue = "${env:KEYFABRIC_PROFILE:-default}",
            description = "the login to use (default: KEYFABRIC_PROFILE, else \"default\")")
    private String name = "default";

    /** The name of the login. */
    public String name() {
        return name;
    }

    /** The login, whether its token is still good or not. */
    public Profile profile(Shell shell) {
        return new Profiles(shell.folder()).get(name);
    }

    /** The registry as somebody who is logged in. */
    public Registry registry(Shell shell) {
        Profile profile = profile(shell);
        Instant end = profile.expiresAt();
        if (profile.token() == null
                || (end != null && !end.isAfter(shell.clock().instant()))) {
            throw new CliException(
                    ExitCode.NOT_ALLOWED,
                    (profile.token() == null ? "not logged in" : "the login ended at " + end) + ": keyfabric login");
        }
        return Registry.of(shell, profile);
    }
}
