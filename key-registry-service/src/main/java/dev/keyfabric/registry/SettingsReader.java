package dev.keyfabric.registry;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.registry.RegistrySettings.Oidc;
import dev.keyfabric.schemas.topics.TopicNames;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes settings of properties. Everything that is wrong is told at once; a setting nobody knows is wrong too. */
final class SettingsReader {
    private static final String KAFKA = "keyfabric.kafka.";
    private static final List<String> TLS = List.of("micronaut.server.ssl.", "micronaut.ssl.");
    private static final Set<String> SINGLE = Set.of(
            "keyfabric.component",
            "keyfabric.data",
            "keyfabric.instance.id",
            "keyfabric.http.host",
            "keyfabric.http.port",
            "keyfabric.partitions",
            "keyfabric.replication.factor",
            "keyfabric.development",
            "keyfabric.topic.prefix",
            "keyfabric.key.prefix",
            "keyfabric.dev-login.enabled",
            "keyfabric.oidc.jwks-url",
            "keyfabric.oidc.issuer",
            "keyfabric.oidc.audience",
            "keyfabric.oidc.roles-claim",
            "keyfabric.insecure.any-address",
            "keyfabric.insecure.dev-login-any-address");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern TOPIC_PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");
    private static final Pattern FAMILY = Pattern.compile("[a-z][a-z0-9]{0,15}");
    private static final int MAX_PARTITIONS = 4096;

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
        return new RegistrySettings(
                path("keyfabric.data", "data/registry"),
                matching("keyfabric.instance.id", hostName(), INSTANCE),
                given.getOrDefault("keyfabric.http.host", "127.0.0.1"),
                number("keyfabric.http.port", 8080, 0, 65_535),
                number("keyfabric.partitions", 8, 1, MAX_PARTITIONS),
                flag("keyfabric.development"),
                new TopicNames(matching("keyfabric.topic.prefix", TopicNames.DEFAULT.prefix(), TOPIC_PREFIX)),
                matching("keyfabric.key.prefix", "kf", FAMILY),
                kafka(),
                flag("keyfabric.dev-login.enabled"),
                oidc(),
                tls());
    }

    private void check(RegistrySettings settings) {
        for (String name : given.keySet()) {
            if (!SINGLE.contains(name)
                    && !name.startsWith(KAFKA)
                    && TLS.stream().noneMatch(name::startsWith)) {
                problems.add(name + " is no setting of the registry");
            }
        }
        if (!given.getOrDefault("keyfabric.component", "registry").equals("registry")) {
            problems.add("keyfabric.component must be registry");
        }
        if (!settings.kafka().containsKey("bootstrap.servers")) {
            problems.add("keyfabric.kafka.bootstrap.servers is missing");
        }
        if (Integer.bitCount(settings.partitions()) != 1) {
            problems.add("keyfabric.partitions must be a power of two");
        }
        if (!ApiKey.isPrefix(settings.keyPrefix() + "_live")) {
            problems.add("keyfabric.key.prefix cannot begin a key");
        }
        int replicas = number("keyfabric.replication.factor", settings.development() ? 1 : 3, 1, 100);
        if (replicas != (settings.development() ? 1 : 3)) {
            problems.add("keyfabric.replication.factor must be 3, or 1 with keyfabric.development=true");
        }
        boolean anyAddress = flag("keyfabric.insecure.any-address");
        boolean encrypted = settings.tls().entrySet().stream()
                .anyMatch(
                        e -> e.getKey().endsWith("ssl.enabled") && Boolean.parseBoolean(String.valueOf(e.getValue())));
        if (!settings.isLoopback() && !encrypted && !anyAddress) {
            problems.add("keyfabric.http.host is not loopback and there is no TLS (micronaut.server.ssl.*):"
                    + " tokens and new keys would pass in the clear; keyfabric.insecure.any-address=true permits it");
        }
        boolean devAnywhere = flag("keyfabric.insecure.dev-login-any-address");
        if (settings.devLogin() && !settings.isLoopback() && !devAnywhere) {
            problems.add("keyfabric.dev-login.enabled on an address that is not loopback;"
                    + " keyfabric.insecure.dev-login-any-address=true permits it");
        }
    }

    private Map<String, Object> kafka() {
        Map<String, Object> settings = new HashMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(KAFKA)) {
                settings.put(name.substring(KAFKA.length()), value);
            }
        });
        return Map.copyOf(settings);
    }

    private Map<String, Object> tls() {
        Map<String, Object> settings = new HashMap<>(given);
        settings.keySet().removeIf(name -> TLS.stream().noneMatch(name::startsWith));
        return Map.copyOf(settings);
    }

    private @Nullable Oidc oidc() {
        if (given.keySet().stream().noneMatch(name -> name.startsWith("keyfabric.oidc."))) {
            return null;
        }
        return new Oidc(
                url("keyfabric.oidc.jwks-url"),
                present("keyfabric.oidc.issuer"),
                present("keyfabric.oidc.audience"),
                given.getOrDefault("keyfabric.oidc.roles-claim", "roles"));
    }

    private String present(String name) {
        String value = given.getOrDefault(name, "");
        if (value.isBlank()) {
            problems.add(name + " is missing");
        }
        return value;
    }

    /** Keys fetched in the clear could be anyone's; on loopback nobody is in between. */
    private URI url(String name) {
        try {
            URI url = new URI(present(name));
            String host = url.getHost() == null ? "" : url.getHost();
            if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && Addresses.isLoopback(host))) {
                problems.add(name + " must be an https URL (http on loopback only)");
            }
            return url;
        } catch (URISyntaxException e) {
            problems.add(name + " is no URL");
            return URI.create("https://invalid.invalid/");
        }
    }

    private Path path(String name, String otherwise) {
        String value = given.getOrDefault(name, otherwise);
        try {
            if (value.contains(";")) {
                problems.add(name + " must not hold a semicolon: the read model's database could not be named");
            }
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            problems.add(name + " is no path");
            return Path.of(otherwise);
        }
    }

    private String matching(String name, String otherwise, Pattern pattern) {
        String value = given.getOrDefault(name, otherwise);
        if (!pattern.matcher(value).matches()) {
            problems.add(name + " must match " + pattern.pattern());
        }
        return value;
    }

    private int number(String name, int otherwise, int least, int most) {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            problems.add(name + " must be a number from " + least + " to " + most);
            return otherwise;
        }
        return Integer.parseInt(value);
    }

    private boolean flag(String name) {
        String value = given.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(name + " must be true or false");
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
