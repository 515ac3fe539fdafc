package dev.keyfabric.cli.login;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Cells;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.profile.Profiles;
import dev.keyfabric.cli.profile.ServerAddress;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.context.keys.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        description = {
            "Logs in: with a bearer token of your OIDC issuer, or with name and password where the registry has its"
                    + " development login. Secrets come from a question without echo, standard input or a file.",
            "An admin gets a key of their own enrolled beside it, for 12 hours at most: what `publish` signs with."
        })
public final class LoginCommand implements Callable<Integer> {
    /** A key that ends sooner is not worth keeping. */
    private static final Duration WORTH_KEEPING = Duration.ofHours(1);

    private final Shell shell;

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description =
                    "the registry (default: the one of the last login, KEYFABRIC_REGISTRY, http://127.0.0.1:8080)")
    private @Nullable String registry;

    @Option(
            names = "--username",
            paramLabel = "NAME",
            defaultValue = "admin",
            description = "for the development login")
    private String username = "admin";

    @Option(names = "--password-stdin", description = "read the password from standard input")
    private boolean passwordStdin;

    @Option(names = "--password-file", paramLabel = "FILE", description = "read the password from a file")
    private @Nullable Path passwordFile;

    @Option(names = "--token-stdin", description = "read a bearer token from standard input")
    private boolean tokenStdin;

    @Option(names = "--token-file", paramLabel = "FILE", description = "read a bearer token from a file")
    private @Nullable Path tokenFile;

    @Option(names = "--ca", paramLabel = "FILE", description = "certificates to trust, in PEM")
    private @Nullable Path authority;

    @Option(names = "--no-key", description = "enrol no key of your own")
    private boolean noKey;

    @Option(names = "--bootstrap-server", paramLabel = "HOST:PORT", description = "Kafka, for publish and doctor")
    private @Nullable String bootstrap;

    @Option(names = "--command-config", paramLabel = "FILE", description = "properties for the Kafka client")
    private @Nullable Path commandConfig;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "of the fabric's topics (default keyfabric.)")
    private @Nullable String topicPrefix;

    LoginCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profiles profiles = new Profiles(shell.folder());
        Optional<Profile> before = profiles.find(connection.name());
        Profile asked = asked(before.orElse(null));
        Registry anonymous = Registry.anonymous(shell, asked.server(), asked.authority());
        String token = token(anonymous);
        Bearer bearer = Bearer.read(token);
        Profile profile = new Profile(
                asked.server(),
                token,
                bearer.ends(),
                null,
                null,
                asked.authority(),
                asked.bootstrap(),
                asked.commandConfig(),
                asked.topicPrefix());
        profile = withKey(profiles, profile, bearer, before.orElse(null), anonymous.with(token));
        profiles.save(connection.name(), profile);
        shell.say("logged in at " + profile.server() + " as "
                + (profile.actor() == null ? "somebody without an own key" : Cells.of(Json.text(profile.actor())))
                + (profile.expiresAt() == null ? "" : " until " + profile.expiresAt()));
        if (profile.keyEndsAt() != null) {
            shell.say("your own key, for publish, is good until " + profile.keyEndsAt());
        }
        return 0;
    }

    /** What was said now, else what the last login knew. */
    private Profile asked(@Nullable Profile before) {
        String standard = shell.environment().getOrDefault("KEYFABRIC_REGISTRY", "http://127.0.0.1:8080");
        String url =
                registry != null ? registry : before != null ? before.server().toString() : standard;
        return new Profile(
                ServerAddress.of(url),
                null,
                null,
                null,
                null,
                authority != null ? absolute(authority) : before == null ? null : before.authority(),
                bootstrap != null ? bootstrap : before == null ? null : before.bootstrap(),
                commandConfig != null ? absolute(commandConfig) : before == null ? null : before.commandConfig(),
                topicPrefix != null ? topicPrefix : before == null ? "keyfabric." : before.topicPrefix());
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private String token(Registry anonymous) {
        Input input = new Input(shell);
        boolean byToken = tokenStdin || tokenFile != null;
        if (byToken && (passwordStdin || passwordFile != null)) {
            throw CliException.usage("either a token or a password");
        }
        if (byToken) {
            return input.secret("token", tokenFile, tokenStdin);
        }
        JsonNode body = Json.object()
                .put("username", username)
                .put("password", input.secret("password", passwordFile, passwordStdin));
        return Registry.good(anonymous.ask("POST", "/login", Map.of(), body))
                .body()
                .path("access_token")
                .asText();
    }

    /** An owner that enrols beside a live key raises an alarm, so a key that is good for long enough is kept. */
    private Profile withKey(
            Profiles profiles, Profile profile, Bearer bearer, @Nullable Profile before, Registry authorized) {
        Instant now = shell.clock().instant();
        if (before != null
                && before.server().equals(profile.server())
                && bearer.isSamePersonAs(before.token())
                && before.actor() != null
                && before.keyEndsAt() != null
                && before.keyEndsAt().isAfter(now.plus(WORTH_KEEPING))) {
            authorized.get("/v1/nodes"); // The token must be good.
            return profile.enrolled(before.actor(), before.keyEndsAt());
        }
        SigningKey key = SigningKey.generate(shell.random());
        Optional<JsonNode> enrolled = noKey ? Optional.empty() : Enrolment.enrol(authorized, key);
        profiles.deleteKey(connection.name());
        if (enrolled.isEmpty()) {
            return profile;
        }
        profiles.saveKey(connection.name(), key, shell.random());
        JsonNode record = enrolled.get();
        return profile.enrolled(
                record.path("owner").asText(),
                record.path("notAfter").isTextual()
                        ? Instant.parse(record.path("notAfter").asText())
                        : null);
    }
}
