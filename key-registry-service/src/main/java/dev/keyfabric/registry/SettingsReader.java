package dev.keyfabric.registry;

import static dev.keyfabric.registry.RegistrySetting.ANY_ADDRESS;
import static dev.keyfabric.registry.RegistrySetting.COMPONENT;
import static dev.keyfabric.registry.RegistrySetting.CONSOLE_ENABLED;
import static dev.keyfabric.registry.RegistrySetting.CONSOLE_ORIGIN;
import static dev.keyfabric.registry.RegistrySetting.CONSOLE_SESSION_IDLE;
import static dev.keyfabric.registry.RegistrySetting.CONSOLE_SESSION_LONGEST;
import static dev.keyfabric.registry.RegistrySetting.CORS_ORIGINS;
import static dev.keyfabric.registry.RegistrySetting.DATA;
import static dev.keyfabric.registry.RegistrySetting.DEVELOPMENT;
import static dev.keyfabric.registry.RegistrySetting.DEV_LOGIN;
import static dev.keyfabric.registry.RegistrySetting.DEV_LOGIN_ANY_ADDRESS;
import static dev.keyfabric.registry.RegistrySetting.DIGEST_EVERY;
import static dev.keyfabric.registry.RegistrySetting.HTTP_HOST;
import static dev.keyfabric.registry.RegistrySetting.HTTP_PORT;
import static dev.keyfabric.registry.RegistrySetting.INSTANCE_ID;
import static dev.keyfabric.registry.RegistrySetting.KAFKA;
import static dev.keyfabric.registry.RegistrySetting.KEY_PREFIX;
import static dev.keyfabric.registry.RegistrySetting.LOG_FORMAT;
import static dev.keyfabric.registry.RegistrySetting.NOTICE_BEFORE;
import static dev.keyfabric.registry.RegistrySetting.OIDC_AUDIENCE;
import static dev.keyfabric.registry.RegistrySetting.OIDC_AUDIENCES_CLAIM;
import static dev.keyfabric.registry.RegistrySetting.OIDC_CONSUMERS_CLAIM;
import static dev.keyfabric.registry.RegistrySetting.OIDC_ISSUER;
import static dev.keyfabric.registry.RegistrySetting.OIDC_JWKS_URL;
import static dev.keyfabric.registry.RegistrySetting.OIDC_ROLES_CLAIM;
import static dev.keyfabric.registry.RegistrySetting.PARTITIONS;
import static dev.keyfabric.registry.RegistrySetting.PURGE_AFTER;
import static dev.keyfabric.registry.RegistrySetting.REPLICATION_FACTOR;
import static dev.keyfabric.registry.RegistrySetting.ROOT_KEY_FILE;
import static dev.keyfabric.registry.RegistrySetting.ROOT_PASSPHRASE_FILE;
import static dev.keyfabric.registry.RegistrySetting.TOPIC_PREFIX;
import static dev.keyfabric.registry.RegistrySetting.TRACING_ENDPOINT;
import static dev.keyfabric.registry.RegistrySetting.TRACING_RATIO;
import static dev.keyfabric.registry.RegistrySetting.UPKEEP_EVERY;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.registry.RegistrySettings.Console;
import dev.keyfabric.registry.RegistrySettings.Oidc;
import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.telemetry.TracingSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes settings of properties. Everything that is wrong is told at once; a setting nobody knows is wrong too. */
final class SettingsReader {
    private static final List<String> TLS = List.of("micronaut.server.ssl.", "micronaut.ssl.");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern FAMILY = Pattern.compile("[a-z][a-z0-9]{0,15}");
    private static final Duration SHORTEST_TURN = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = Duration.ofHours(24);
    private static final Pattern ORIGIN = Pattern.compile(
            "https://[a-z0-9][a-z0-9.-]{0,252}(:[0-9]{1,5})?|http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?");
    private static final int MAX_PARTITIONS = 4096;
    private static final Set<RegistrySetting> OIDC = EnumSet.of(
            OIDC_JWKS_URL, OIDC_ISSUER, OIDC_AUDIENCE, OIDC_ROLES_CLAIM, OIDC_CONSUMERS_CLAIM, OIDC_AUDIENCES_CLAIM);

    private final Map<String, String> given = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsReader(Map<String, ?> properties) {
        properties.forEach((name, value) -> given.put(name, String.valueOf(value)));
    }

    /**
     * The settings that properties mean.
     *
     * @throws SettingsException naming every problem
     */
    static RegistrySettings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(properties);
        RegistrySettings settings = reader.read();
        reader.check(settings);
        if (!reader.problems.isEmpty()) {
            throw new SettingsException(reader.problems);
        }
        return settings;
    }

    private RegistrySettings read() {
        Path data = folder(DATA);
        return new RegistrySettings(
                data,
                matching(INSTANCE_ID, value(INSTANCE_ID, hostName()), INSTANCE),
                value(HTTP_HOST),
                number(HTTP_PORT, value(HTTP_PORT), 0, 65_535),
                origins(),
                number(PARTITIONS, value(PARTITIONS), 1, MAX_PARTITIONS),
                flag(DEVELOPMENT),
                new TopicNames(matching(TOPIC_PREFIX, value(TOPIC_PREFIX), PREFIX)),
                matching(KEY_PREFIX, value(KEY_PREFIX), FAMILY),
                given.containsKey(ROOT_KEY_FILE.key()) ? path(ROOT_KEY_FILE) : data.resolve("root.key"),
                given.containsKey(ROOT_PASSPHRASE_FILE.key()) ? path(ROOT_PASSPHRASE_FILE) : null,
                new Terms(
                        duration(PURGE_AFTER, Duration.ofHours(1), Duration.ofDays(3660)),
                        duration(NOTICE_BEFORE, Duration.ofHours(1), Duration.ofDays(366))),
                duration(UPKEEP_EVERY, SHORTEST_TURN, LONGEST_TURN),
                duration(DIGEST_EVERY, SHORTEST_TURN, LONGEST_TURN),
                kafka(),
                flag(DEV_LOGIN),
                oidc(),
                console(),
                tracing(),
                tls());
    }

    private void check(RegistrySettings settings) {
        for (String name : given.keySet()) {
            if (Arrays.stream(RegistrySetting.values()).noneMatch(setting -> setting.isNamed(name))
                    && TLS.stream().noneMatch(name::startsWith)) {
                problems.add(name + " is no setting of the registry");
            }
        }
        if (!value(COMPONENT).equals("registry")) {
            problems.add(COMPONENT.key() + " must be registry");
        }
        if (!Set.of("text", "json").contains(value(LOG_FORMAT))) {
            problems.add(LOG_FORMAT.key() + " must be text or json");
        }
        if (!settings.kafka().containsKey("bootstrap.servers")) {
            problems.add(KAFKA.start() + "bootstrap.servers is missing");
        }
        if (Integer.bitCount(settings.partitions()) != 1) {
            problems.add(PARTITIONS.key() + " must be a power of two");
        }
        if (!ApiKey.isPrefix(settings.keyPrefix() + "_live")) {
            problems.add(KEY_PREFIX.key() + " cannot begin a key");
        }
        String needed = settings.development() ? "1" : "3";
        if (!value(REPLICATION_FACTOR, needed).equals(needed)) {
            problems.add(REPLICATION_FACTOR.key() + " must be 3, or 1 with " + DEVELOPMENT.key() + "=true");
        }
        boolean anyAddress = flag(ANY_ADDRESS);
        if (!settings.isLoopback() && !settings.isEncrypted() && !anyAddress) {
            problems.add(HTTP_HOST.key() + " is not loopback and there is no TLS (micronaut.server.ssl.*):"
                    + " tokens and new keys would pass in the clear; " + ANY_ADDRESS.key() + "=true permits it");
        }
        boolean devAnywhere = flag(DEV_LOGIN_ANY_ADDRESS);
        if (settings.devLogin() && !settings.isLoopback() && !devAnywhere) {
            problems.add(DEV_LOGIN.key() + " on an address that is not loopback; " + DEV_LOGIN_ANY_ADDRESS.key()
                    + "=true permits it");
        }
    }

    /** Every origin or none would be written as {@code *}, and mean everybody who can make an admin open a page. */
    private List<String> origins() {
        String given = value(CORS_ORIGINS);
        if (given.isBlank()) {
            return List.of();
        }
        List<String> origins =
                Stream.of(given.split(",", -1)).map(String::strip).toList();
        if (!origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            problems.add(CORS_ORIGINS.key()
                    + " must be origins like https://console.example:8443, separated by commas; http on loopback only");
            return List.of();
        }
        return origins;
    }

    private Map<String, Object> kafka() {
        Map<String, Object> settings = new HashMap<>();
        given.forEach((name, value) -> {
            if (KAFKA.isNamed(name)) {
                settings.put(name.substring(KAFKA.start().length()), value);
            }
        });
        return Map.copyOf(settings);
    }

    private Map<String, Object> tls() {
        Map<String, Object> settings = new HashMap<>(given);
        settings.keySet().removeIf(name -> TLS.stream().noneMatch(name::startsWith));
        return Map.copyOf(settings);
    }

    private @Nullable TracingSettings tracing() {
        double ratio = TracingSettings.ALL;
        try {
            ratio = Double.parseDouble(value(TRACING_RATIO));
        } catch (NumberFormatException e) {
            ratio = -1; // said below
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            problems.add(TRACING_RATIO.key() + " must be a number from 0 to 1");
            ratio = TracingSettings.ALL;
        }
        return given.containsKey(TRACING_ENDPOINT.key())
                ? new TracingSettings(collector(), ratio, "keyfabric-registry", value(INSTANCE_ID, hostName()))
                : null;
    }

    /** Spans hold no secret: inside a cluster plain HTTP will do. */
    private URI collector() {
        try {
            URI url = new URI(present(TRACING_ENDPOINT));
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        problems.add(TRACING_ENDPOINT.key() + " must be an http or https URL");
        return URI.create("https://invalid.invalid/");
    }

    private @Nullable Oidc oidc() {
        if (OIDC.stream().map(RegistrySetting::key).noneMatch(given::containsKey)) {
            return null;
        }
        return new Oidc(
                url(OIDC_JWKS_URL),
                present(OIDC_ISSUER),
                present(OIDC_AUDIENCE),
                value(OIDC_ROLES_CLAIM),
                value(OIDC_CONSUMERS_CLAIM),
                value(OIDC_AUDIENCES_CLAIM));
    }

    private Console console() {
        String origin = value(CONSOLE_ORIGIN);
        if (!origin.isBlank() && !ORIGIN.matcher(origin).matches()) {
            problems.add(CONSOLE_ORIGIN.key() + " must be an origin like https://keys.example; http on loopback only");
        }
        return new Console(
                flag(CONSOLE_ENABLED),
                origin.isBlank() ? null : origin,
                duration(CONSOLE_SESSION_IDLE, SHORTEST_TURN, LONGEST_TURN),
                duration(CONSOLE_SESSION_LONGEST, SHORTEST_TURN, LONGEST_TURN));
    }

    private String value(RegistrySetting setting) {
        return value(setting, "");
    }

    /** What is given, else the setting's default, else what stands for it. */
    private String value(RegistrySetting setting, String otherwise) {
        return given.getOrDefault(setting.key(), Objects.requireNonNullElse(setting.preset(), otherwise));
    }

    private String present(RegistrySetting setting) {
        String value = value(setting);
        if (value.isBlank()) {
            problems.add(setting.key() + " is missing");
        }
        return value;
    }

    /** Keys fetched in the clear could be anyone's; on loopback nobody is in between. */
    private URI url(RegistrySetting setting) {
        try {
            URI url = new URI(present(setting));
            String host = url.getHost() == null ? "" : url.getHost();
            if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && Addresses.isLoopback(host))) {
                problems.add(setting.key() + " must be an https URL (http on loopback only)");
            }
            return url;
        } catch (URISyntaxException e) {
            problems.add(setting.key() + " is no URL");
            return URI.create("https://invalid.invalid/");
        }
    }

    private Path folder(RegistrySetting setting) {
        if (value(setting).contains(";")) {
            problems.add(setting.key() + " must not hold a semicolon: the read model's database could not be named");
        }
        return path(setting);
    }

    private Path path(RegistrySetting setting) {
        try {
            return Path.of(present(setting)).toAbsolutePath();
        } catch (InvalidPathException e) {
            problems.add(setting.key() + " is no path");
            return Path.of("");
        }
    }

    private String matching(RegistrySetting setting, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            problems.add(setting.key() + " must match " + pattern.pattern());
        }
        return value;
    }

    private int number(RegistrySetting setting, String value, int least, int most) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            problems.add(setting.key() + " must be a number from " + least + " to " + most);
            return least;
        }
        return Integer.parseInt(value);
    }

    private Duration duration(RegistrySetting setting, Duration least, Duration most) {
        try {
            Duration duration = Duration.parse(value(setting));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below, as for one that is too short.
        }
        problems.add(
                setting.key() + " must be a duration from " + least + " to " + most + ", like " + setting.preset());
        return least;
    }

    private boolean flag(RegistrySetting setting) {
        String value = value(setting);
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(setting.key() + " must be true or false");
        }
        return value.equals("true");
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return INSTANCE.matcher(name).matches() ? name : "registry";
        } catch (UnknownHostException e) {
            return "registry";
        }
    }
}
