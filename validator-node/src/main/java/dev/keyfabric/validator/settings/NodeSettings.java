package dev.keyfabric.validator.settings;

import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.address.CidrBlock;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.JudgeSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a validator runs.
 *
 * @param clientIpHeader the request header whose right-most entry is the caller's address on {@code /v1/authorize}, set
 *     by the proxy in front; null = the caller's address is not known there
 */
public record NodeSettings(
        EngineSettings engine,
        @Nullable String service,
        CredentialRule credentials,
        @Nullable String clientIpHeader) {
    public static final String NODE_ID = "keyfabric.node.id";
    public static final String DATA = "keyfabric.data";
    public static final String SERVICE = "keyfabric.service";
    public static final String KEY_PREFIX = "keyfabric.key.prefix";
    public static final String ENVIRONMENTS = "keyfabric.environments";
    public static final String STALENESS_BOUND = "keyfabric.staleness.bound";
    public static final String READY_WAIT = "keyfabric.ready.wait";
    public static final String POSITION_WAIT = "keyfabric.position.wait";
    public static final String CREDENTIALS = "keyfabric.credentials";
    public static final String CACHE_MIB = "keyfabric.view.cache-mib";
    public static final String CLIENT_IP_HEADER = "keyfabric.client-ip.header";
    public static final String TOPIC_PREFIX = "keyfabric.topic.prefix";
    public static final String ANY_ADDRESS = "keyfabric.insecure.any-address";
    public static final String KAFKA = "keyfabric.kafka";
    public static final String BOOTSTRAP = KAFKA + ".bootstrap.servers";
    public static final String HTTP_HOST = "keyfabric.http.host";
    public static final String HTTP_PORT = "keyfabric.http.port";

    /** What HTTP is bound to in the end: {@link #HTTP_HOST}, unless somebody set the server's own name for it. */
    private static final String BOUND_HOST = "micronaut.server.host";

    /** positions.v1 forgets a silent node after this time (contract, section 3); receipts then do not wait for it. */
    private static final Duration POSITIONS_KEPT = Duration.ofDays(7);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,64}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern CREDENTIALS_FORM = Pattern.compile("both|authorization|x-api-key");

    /**
     * The settings that named values mean.
     *
     * @param kafka everything under {@link #KAFKA}, as Kafka spells it
     * @throws SettingsException naming every fault at once
     */
    public static NodeSettings read(
            Function<String, Optional<String>> values, Map<String, Object> kafka, String version) {
        SettingsSource source = new SettingsSource(values);
        String nodeId = source.matching(NODE_ID, ID, "");
        if (nodeId.isEmpty() && source.text(NODE_ID) == null) {
            source.problem(NODE_ID, "must be set: the node's name in the fleet, unlike any other's");
        }
        Path data = folder(source);
        if (!kafka.containsKey("bootstrap.servers")) {
            source.problem(BOOTSTRAP, "must be set: where the brokers are, host:port");
        }
        checkAddress(source);
        String service = source.text(SERVICE) == null ? null : source.matching(SERVICE, ID, "");
        Duration bound =
                source.duration(STALENESS_BOUND, JudgeSettings.STALENESS_BOUND, Duration.ofSeconds(5), POSITIONS_KEPT);
        EngineSettings engine = new EngineSettings(
                nodeId,
                data,
                kafka,
                new TopicNames(source.matching(TOPIC_PREFIX, PREFIX, TopicNames.DEFAULT.prefix())),
                new JudgeSettings(service, environments(source), bound, prefixes(source)),
                source.duration(READY_WAIT, EngineSettings.READY_WAIT, Duration.ZERO, Duration.ofMinutes(10)),
                source.number(CACHE_MIB, EngineSettings.CACHE_MIB, 1, 65_536),
                source.duration(POSITION_WAIT, EngineSettings.POSITION_WAIT, Duration.ZERO, Duration.ofSeconds(2)),
                EngineSettings.POSITION_WAITERS,
                version);
        String header = source.text(CLIENT_IP_HEADER) == null ? null : source.matching(CLIENT_IP_HEADER, HEADER, "");
        NodeSettings settings = new NodeSettings(engine, service, credentials(source), header);
        if (!source.problems().isEmpty()) {
            throw new SettingsException(source.problems());
        }
        return settings;
    }

    private static Path folder(SettingsSource source) {
        String text = source.text(DATA);
        if (text == null) {
            source.problem(DATA, "must be set: a folder of this node alone");
            return Path.of("");
        }
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            source.problem(DATA, "must be a folder");
            return Path.of("");
        }
    }

    private static KeyPrefixes prefixes(SettingsSource source) {
        String stem = source.text(KEY_PREFIX, KeyPrefixes.DEFAULT.stem());
        try {
            return new KeyPrefixes(stem);
        } catch (IllegalArgumentException e) {
            source.problem(KEY_PREFIX, "cannot begin a key: " + e.getMessage());
            return KeyPrefixes.DEFAULT;
        }
    }

    private static Set<Environment> environments(SettingsSource source) {
        String text = source.text(ENVIRONMENTS);
        if (text == null) {
            return JudgeSettings.BOTH;
        }
        Set<Environment> environments = EnumSet.noneOf(Environment.class);
        for (String name : text.split(",", -1)) {
            switch (name.strip().toLowerCase(Locale.ROOT)) {
                case "live" -> environments.add(Environment.LIVE);
                case "test" -> environments.add(Environment.TEST);
                default -> source.problem(ENVIRONMENTS, "must be live, test, or both with a comma between");
            }
        }
        return environments;
    }

    private static CredentialRule credentials(SettingsSource source) {
        return switch (source.matching(CREDENTIALS, CREDENTIALS_FORM, "both")) {
            case "authorization" -> CredentialRule.AUTHORIZATION;
            case "x-api-key" -> CredentialRule.X_API_KEY;
            default -> CredentialRule.BOTH;
        };
    }

    /** Beyond loopback each endpoint would need its own authentication, which this version does not have. */
    private static void checkAddress(SettingsSource source) {
        boolean anyAddress = source.flag(ANY_ADDRESS);
        String host = source.text(BOUND_HOST, "");
        if (!anyAddress && !isLoopback(host)) {
            source.problem(HTTP_HOST, "must be a loopback address, or " + ANY_ADDRESS + " must be true");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || IpAddress.parse(host)
                        .filter(address -> LOOPBACK_4.contains(address) || LOOPBACK_6.contains(address))
                        .isPresent();
    }

    private static final CidrBlock LOOPBACK_4 = CidrBlock.parse("127.0.0.0/8").orElseThrow();
    private static final CidrBlock LOOPBACK_6 = CidrBlock.parse("::1").orElseThrow();
}
