package dev.keyfabric.validation.settings;

import static dev.keyfabric.validation.settings.NodeSetting.CLIENT_IP_HEADER;
import static dev.keyfabric.validation.settings.NodeSetting.COMPONENT;
import static dev.keyfabric.validation.settings.NodeSetting.CREDENTIALS;
import static dev.keyfabric.validation.settings.NodeSetting.DATA;
import static dev.keyfabric.validation.settings.NodeSetting.DISK_RESERVE_MIB;
import static dev.keyfabric.validation.settings.NodeSetting.ENVIRONMENTS;
import static dev.keyfabric.validation.settings.NodeSetting.KAFKA;
import static dev.keyfabric.validation.settings.NodeSetting.KEY_PREFIX;
import static dev.keyfabric.validation.settings.NodeSetting.LOG_FORMAT;
import static dev.keyfabric.validation.settings.NodeSetting.MEMORY_MIB;
import static dev.keyfabric.validation.settings.NodeSetting.NODE_ID;
import static dev.keyfabric.validation.settings.NodeSetting.OPERATOR_TOKEN_FILE;
import static dev.keyfabric.validation.settings.NodeSetting.POSITION_WAIT;
import static dev.keyfabric.validation.settings.NodeSetting.READY_WAIT;
import static dev.keyfabric.validation.settings.NodeSetting.REBUILD_AFTER;
import static dev.keyfabric.validation.settings.NodeSetting.SERVICE;
import static dev.keyfabric.validation.settings.NodeSetting.STALENESS_BOUND;
import static dev.keyfabric.validation.settings.NodeSetting.TOKEN_CALLERS;
import static dev.keyfabric.validation.settings.NodeSetting.TOPIC_PREFIX;
import static dev.keyfabric.validation.settings.NodeSetting.TRACING_ENDPOINT;
import static dev.keyfabric.validation.settings.NodeSetting.TRACING_RATIO;
import static dev.keyfabric.validation.settings.NodeSetting.TRUSTED_PROXIES;

import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.address.CidrBlock;
import dev.keyfabric.validation.address.ClientAddress;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.view.ViewLimits;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a validator runs.
 *
 * @param listen where it listens
 * @param clientAddress where a request came from
 * @param routes policies that the node's own settings give names to
 * @param provenExchange whether tokens are exchanged only for services that prove who they are
 * @param operatorToken the file with the operator's credential
 * @param enrolment how it comes by a signing key; null = it has none
 * @param tracing where spans go; null = there are none
 */
public record NodeSettings(
        EngineSettings engine,
        ListenSettings listen,
        @Nullable String service,
        CredentialRule credentials,
        ClientAddress clientAddress,
        Map<String, Policy> routes,
        boolean provenExchange,
        Path operatorToken,
        @Nullable EnrolmentSettings enrolment,
        @Nullable TracingTarget tracing) {
    /** As long as positions.v1 remembers a silent node: one forgotten earlier could serve past a final receipt. */
    private static final Duration LONGEST_BOUND = Duration.ofDays(7);

    private static final Pattern TOKEN_CALLERS_FORM = Pattern.compile("host|proven");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern LOG_FORMATS = Pattern.compile("text|json");
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final Pattern CREDENTIALS_FORM = Pattern.compile("both|authorization|x-api-key");

    public NodeSettings {
        routes = Map.copyOf(routes);
    }

    /**
     * The settings that named values mean.
     *
     * @param given by name; what begins with {@code keyfabric.} and is no {@link NodeSetting} is a fault
     * @param boundHost what HTTP is bound to in the end: {@link NodeSetting#HTTP_HOST}, unless somebody set the
     *     server's own name for it
     * @throws SettingsException naming every fault at once
     */
    public static NodeSettings read(Map<String, ?> given, String boundHost, String version) {
        SettingsSource source = new SettingsSource(given);
        source.refuseUnknown();
        if (!source.text(COMPONENT, "").equals("validator")) {
            source.problem(COMPONENT, "must be validator");
        }
        Map<String, Object> kafka = new HashMap<>(source.under(KAFKA));
        String nodeId = source.matching(NODE_ID, ID);
        if (source.text(NODE_ID) == null) {
            source.problem(NODE_ID, "must be set: the node's name in the fleet, unlike any other's");
        }
        Path data = folder(source);
        if (!kafka.containsKey("bootstrap.servers")) {
            source.problem(KAFKA.start() + "bootstrap.servers", "must be set: where the brokers are, host:port");
        }
        source.matching(LOG_FORMAT, LOG_FORMATS); // heeded by main, before the first line
        String service = source.text(SERVICE) == null ? null : source.matching(SERVICE, ID);
        Duration bound = source.duration(STALENESS_BOUND, Duration.ofSeconds(5), LONGEST_BOUND);
        EngineSettings engine = new EngineSettings(
                nodeId,
                data,
                kafka,
                new TopicNames(source.matching(TOPIC_PREFIX, PREFIX)),
                new JudgeSettings(service, environments(source), bound, prefixes(source)),
                source.duration(READY_WAIT, Duration.ZERO, Duration.ofMinutes(10)),
                new ViewLimits(source.number(MEMORY_MIB, 2, 131_072), source.number(DISK_RESERVE_MIB, 0, 1_048_576)),
                source.duration(REBUILD_AFTER, Duration.ofMinutes(1), FollowerSettings.OUTDATED_AFTER),
                source.duration(POSITION_WAIT, Duration.ZERO, Duration.ofSeconds(2)),
                EngineSettings.POSITION_WAITERS,
                version,
                TrustReading.root(source),
                LimitsReading.read(source),
                TrustReading.tokens(source, service));
        ListenSettings listen = ListenReading.read(source, boundHost, engine.root() != null);
        boolean proven = source.matching(TOKEN_CALLERS, TOKEN_CALLERS_FORM).equals("proven");
        NodeSettings settings = new NodeSettings(
                engine,
                listen,
                service,
                credentials(source),
                clientAddress(source),
                RouteReading.routes(source, service),
                proven || listen.guarded(),
                operatorToken(source, data),
                TrustReading.enrolment(source, data),
                tracing(source));
        if (!source.problems().isEmpty()) {
            throw new SettingsException(source.problems());
        }
        return settings;
    }

    private static ClientAddress clientAddress(SettingsSource source) {
        List<CidrBlock> proxies = new ArrayList<>();
        String given = source.text(TRUSTED_PROXIES);
        for (String text : given == null ? new String[0] : given.split(",", -1)) {
            CidrBlock.parse(text.strip())
                    .ifPresentOrElse(
                            proxies::add, () -> source.problem(TRUSTED_PROXIES, "must be " + TRUSTED_PROXIES.type()));
        }
        String otherwise = given == null ? null : X_FORWARDED_FOR;
        return new ClientAddress(
                source.text(CLIENT_IP_HEADER) == null ? otherwise : source.matching(CLIENT_IP_HEADER, HEADER), proxies);
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

    private static @Nullable TracingTarget tracing(SettingsSource source) {
        double ratio = source.share(TRACING_RATIO);
        URI endpoint = source.web(TRACING_ENDPOINT);
        return endpoint == null ? null : new TracingTarget(endpoint, ratio);
    }

    private static Path operatorToken(SettingsSource source, Path data) {
        String text = source.text(OPERATOR_TOKEN_FILE);
        try {
            return text == null ? data.resolve("operator.token") : Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            source.problem(OPERATOR_TOKEN_FILE, "must be a file");
            return data;
        }
    }

    private static KeyPrefixes prefixes(SettingsSource source) {
        try {
            return new KeyPrefixes(source.text(KEY_PREFIX, ""));
        } catch (IllegalArgumentException e) {
            source.problem(KEY_PREFIX, "cannot begin a key: " + e.getMessage());
            return KeyPrefixes.DEFAULT;
        }
    }

    private static Set<Environment> environments(SettingsSource source) {
        String text = source.text(ENVIRONMENTS, "");
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
        return switch (source.matching(CREDENTIALS, CREDENTIALS_FORM)) {
            case "authorization" -> CredentialRule.AUTHORIZATION;
            case "x-api-key" -> CredentialRule.X_API_KEY;
            default -> CredentialRule.BOTH;
        };
    }
}
