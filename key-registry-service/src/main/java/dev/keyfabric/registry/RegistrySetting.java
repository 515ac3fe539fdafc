package dev.keyfabric.registry;

import dev.keyfabric.context.log.LogFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the registry. {@link SettingsReader} reads by these constants alone, and
 * {@code docs/configuration.md} is made of them: what is not here is no setting.
 */
public enum RegistrySetting {
    COMPONENT("keyfabric.component", "`registry`", "registry", "May be given; then it must be `registry`."),
    DATA(
            "keyfabric.data",
            "folder",
            "data/registry",
            "Everything this instance keeps: read model, working store, files of the development login."
                    + " Of this instance alone; no semicolon."),
    INSTANCE_ID(
            "keyfabric.instance.id",
            "`[A-Za-z0-9][A-Za-z0-9._-]{0,99}`",
            null,
            "Name of this instance: the same over its restarts, different from every other registry's."
                    + " The host's name when not given."),
    HTTP_HOST("keyfabric.http.host", "address", "127.0.0.1", "What HTTP is bound to."),
    HTTP_PORT("keyfabric.http.port", "0 to 65535", "8080", "0 = a free one."),
    CORS_ORIGINS(
            "keyfabric.cors.origins",
            "origins, separated by commas",
            null,
            "Pages of these origins (`https://console.example`) may ask this registry from a browser; none when not given."),
    PARTITIONS(
            "keyfabric.partitions",
            "power of two, 1 to 4096",
            "8",
            "Partitions of every topic. Fixed for life: set it before the first start."),
    REPLICATION_FACTOR(
            "keyfabric.replication.factor",
            "`3`; `1` in development",
            null,
            "May be given; it can be nothing else. Topics are made with this many replicas, and refused with fewer."),
    DEVELOPMENT(
            "keyfabric.development",
            "`true` or `false`",
            "false",
            "Permits topics with one replica, for a bus of one broker. **Insecure**: a lost disk loses revocations."),
    TOPIC_PREFIX("keyfabric.topic.prefix", "`[A-Za-z0-9._-]{1,64}`", "keyfabric.", "Stands before each topic's name."),
    KEY_PREFIX(
            "keyfabric.key.prefix",
            "`[a-z][a-z0-9]{0,15}`",
            "kf",
            "First part of every new key: `kf_live_…`, `kf_test_…`."),
    ROOT_KEY_FILE(
            "keyfabric.root.key.file",
            "file",
            null,
            "The root key of the fabric: PKCS#8 in PEM, mode 0600. Made when it is not there, its folder never. The same for all"
                    + " registries of a fabric. `root.key` in the data folder when not given."),
    ROOT_PASSPHRASE_FILE(
            "keyfabric.root.passphrase.file",
            "file",
            null,
            "Holds the passphrase that seals the root key and this instance's `registry.key`: its first line."
                    + " Files that were made without one are refused with one."),
    PURGE_AFTER(
            "keyfabric.purge.after",
            "duration, `PT1H` to `P3660D`",
            "P90D",
            "How long after its end a key is kept, and a deleted consumer's name and metadata."),
    NOTICE_BEFORE(
            "keyfabric.notice.before",
            "duration, `PT1H` to `P366D`",
            "P7D",
            "How long before its end the history says that a key ends soon."),
    UPKEEP_EVERY(
            "keyfabric.upkeep.every",
            "duration, `PT1S` to `PT24H`",
            "PT10M",
            "How often this instance looks for what time has made due: purges and notices."),
    DIGEST_EVERY(
            "keyfabric.digest.every",
            "duration, `PT1S` to `PT24H`",
            "PT5M",
            "How often each partition says what it holds, so that every validator can compare."),
    DEV_LOGIN(
            "keyfabric.dev-login.enabled",
            "`true` or `false`",
            "false",
            "Whether `POST /login` exists: one user, `admin`, with the password in `admin.password`."
                    + " **Insecure** beyond one machine."),
    OIDC_JWKS_URL(
            "keyfabric.oidc.jwks-url",
            "https URL; http on loopback",
            null,
            "Public keys of the issuer whose tokens are taken. With any `keyfabric.oidc.*` the first three are needed."),
    OIDC_ISSUER("keyfabric.oidc.issuer", "text", null, "The `iss` that tokens must have."),
    OIDC_AUDIENCE("keyfabric.oidc.audience", "text", null, "What the `aud` of tokens must hold."),
    OIDC_ROLES_CLAIM(
            "keyfabric.oidc.roles-claim",
            "text",
            "roles",
            "The claim that names roles, a dot for each step into an object: `realm_access.roles`."),
    OIDC_CONSUMERS_CLAIM(
            "keyfabric.oidc.consumers-claim",
            "text",
            "keyfabric_consumers",
            "The claim that names the consumers an `issuer` is bound to; a list, or words."),
    OIDC_AUDIENCES_CLAIM(
            "keyfabric.oidc.audiences-claim",
            "text",
            "keyfabric_audiences",
            "The claim that names the services an `issuer` is bound to; a list, or words. One with neither claim may do nothing."),
    CONSOLE_ENABLED(
            "keyfabric.console.enabled", "`true` or `false`", "true", "Whether the [console](console.md) exists."),
    CONSOLE_ORIGIN(
            "keyfabric.console.origin",
            "origin",
            null,
            "How browsers reach the console where a proxy stands before it: `https://keys.example`. Not given = as the"
                    + " request's `Host` says."),
    CONSOLE_SESSION_IDLE(
            "keyfabric.console.session.idle",
            "duration, `PT1S` to `PT24H`",
            "PT15M",
            "A session of the console that is not used for so long is over."),
    CONSOLE_SESSION_LONGEST(
            "keyfabric.console.session.longest",
            "duration, `PT1S` to `PT24H`",
            "PT8H",
            "A session of the console is over after this time in any case, and when its token is."),
    ANY_ADDRESS(
            "keyfabric.insecure.any-address",
            "`true` or `false`",
            "false",
            "**Insecure.** Permits an address beyond loopback without TLS: tokens and new keys pass in the clear."),
    DEV_LOGIN_ANY_ADDRESS(
            "keyfabric.insecure.dev-login-any-address",
            "`true` or `false`",
            "false",
            "**Insecure.** Permits the development login on an address beyond loopback."),
    LOG_FORMAT(
            LogFormat.SETTING,
            "`text` or `json`",
            "text",
            "How the log of a process of its own is written: lines for people, or one JSON object a line."),
    TRACING_ENDPOINT(
            "keyfabric.tracing.endpoint",
            "http or https URL",
            null,
            "Where spans go: an OpenTelemetry collector's address for OTLP over HTTP, its path included, such as"
                    + " `http://127.0.0.1:4318/v1/traces`. Not given = no spans; a `traceparent` that comes is still handed on."),
    TRACING_RATIO(
            "keyfabric.tracing.ratio",
            "0 to 1",
            "1",
            "The share of the traces that begin here and are kept. A trace that comes keeps the decision that it brings."),
    KAFKA(
            "keyfabric.kafka.*",
            "as Kafka spells it",
            null,
            "Passed to every Kafka client without `keyfabric.kafka.`; `keyfabric.kafka.bootstrap.servers` is needed.");

    private static final String REST = "*";

    private final String key;
    private final String type;
    private final @Nullable String preset;
    private final String meaning;

    RegistrySetting(String key, String type, @Nullable String preset, String meaning) {
        this.key = key;
        this.type = type;
        this.preset = preset;
        this.meaning = meaning;
    }

    /** Its name; one that ends in {@code *} stands for all names that begin so. */
    public String key() {
        return key;
    }

    /** What it may be, for people. */
    public String type() {
        return type;
    }

    /** What it is when nobody says; null = nothing, or what {@link #meaning()} says. */
    public @Nullable String preset() {
        return preset;
    }

    public String meaning() {
        return meaning;
    }

    /** The environment variable that stands for it: capitals, and an underscore for every dot and hyphen. */
    public String variable() {
        return variable(key);
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    boolean isNamed(String name) {
        return key.endsWith(REST) ? name.startsWith(start()) : name.equals(key);
    }

    /** What all names of a setting that ends in {@code *} begin with. */
    String start() {
        return key.substring(0, key.length() - (key.endsWith(REST) ? REST.length() : 0));
    }
}
