package dev.keyfabric.validation.settings;

import dev.keyfabric.context.log.LogFormat;
import dev.keyfabric.validation.token.TokenSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of a validator. {@link NodeSettings} reads by these constants alone, and {@code docs/configuration.md}
 * is made of them: what is not here is no setting.
 */
public enum NodeSetting {
    COMPONENT("keyfabric.component", "`validator`", "validator", "May be given; then it must be `validator`."),
    NODE_ID(
            "keyfabric.node.id",
            "`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`",
            null,
            "Needed. The node's name in the fleet: the same over its restarts, unlike any other's."),
    DATA("keyfabric.data", "folder", null, "Needed. Where the view lies. Of this node alone."),
    HTTP_HOST("keyfabric.http.host", "address", "127.0.0.1", "What HTTP is bound to."),
    HTTP_PORT("keyfabric.http.port", "0 to 65535", "8090", "0 = a free one."),
    HTTP_CONNECTIONS(
            "keyfabric.http.connections",
            "1 to 1000000",
            "4096",
            "How many connections may be open at once; one more is closed at once."),
    HTTP_REQUEST_TIMEOUT(
            "keyfabric.http.request-timeout",
            "duration, 100 ms to 1 min",
            "PT10S",
            "In which a request must have arrived whole, from its first byte on; else its connection is closed."),
    GRPC_PORT(
            "keyfabric.grpc.port",
            "0 to 65535, or `off`",
            null,
            "Where Envoy's gRPC is answered, on the address of HTTP. Not given = the port after HTTP's, 8091; a free one where"
                    + " HTTP takes a free one."),
    MANAGEMENT_HOST(
            "keyfabric.management.host",
            "address",
            "127.0.0.1",
            "Where metrics, detailed health and everything else is bound to once more, when HTTP is not on loopback. On loopback"
                    + " it asks nobody for a proof, elsewhere as HTTP does."),
    MANAGEMENT_PORT(
            "keyfabric.management.port",
            "0 to 65535",
            null,
            "Its port. Not given = two after HTTP's, 8092; a free one where HTTP takes a free one."),
    TLS_CERTIFICATE_FILE(
            "keyfabric.tls.certificate.file",
            "PEM file",
            null,
            "The node's certificate and those it rests on, for HTTP and gRPC. Read again when it changes; one that cannot be used"
                    + " leaves the last good one in use, and `tls` in `/health` says so."),
    TLS_KEY_FILE("keyfabric.tls.key.file", "PEM file", null, "Its key: PKCS#8, not encrypted."),
    TLS_CLIENT_CA_FILE(
            "keyfabric.tls.client-ca.file",
            "PEM file",
            null,
            "Whoever brings a certificate of one of these is a known caller; one of another is turned away."),
    TOKEN_CALLERS(
            "keyfabric.token.callers",
            "`host` or `proven`",
            "host",
            "Who may exchange tokens at a node on loopback: whoever reaches it, as any service that the node's key is bound to; or"
                    + " whoever proves to be that service, by a certificate or a service JWT. Beyond loopback always the latter."),
    SERVICE(
            "keyfabric.service",
            "`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`",
            null,
            "The service this node stands beside: the audience of questions that name none."),
    ENVIRONMENTS(
            "keyfabric.environments",
            "`live`, `test` or `live,test`",
            "live,test",
            "Which keys are served here; the others are `ENVIRONMENT_MISMATCH`."),
    CREDENTIALS(
            "keyfabric.credentials",
            "`both`, `authorization` or `x-api-key`",
            "both",
            "Which header of `/v1/authorize` carries the key. With `both`, two at once are refused."),
    CLIENT_IP_HEADER(
            "keyfabric.client-ip.header",
            "`[A-Za-z0-9-]{1,64}`",
            null,
            "The header in which the proxies in front write down where a request came from: `Forwarded` (RFC 7239), or one that"
                    + " lists addresses, like `X-Forwarded-For`. With `keyfabric.trusted-proxies` and no name it is"
                    + " `X-Forwarded-For`. With neither the address is unknown on `/v1/authorize`, and keys with an allow-list"
                    + " are refused."),
    TRUSTED_PROXIES(
            "keyfabric.trusted-proxies",
            "CIDR blocks with commas between",
            null,
            "The addresses of the proxies that are believed. The connection's own address is the last hop; the right-most hop"
                    + " that is none of these is the caller. Not given = whoever connects is believed about the hop before, and"
                    + " nobody beyond: the right-most entry is the caller."),
    ROUTES(
            "keyfabric.routes.*",
            "as the query of `/v1/authorize`",
            null,
            "Policies by name, for `/v1/authorize/r/{route}` and gRPC:"
                    + " `keyfabric.routes.orders-read=audience=orders&scope=orders:read`. A route that a service of this node has"
                    + " too is ambiguous, and refused. In a variable `_` in the name stands for `-`."),
    STALENESS_BOUND(
            "keyfabric.staleness.bound",
            "duration, 5 s to 7 d",
            "PT24H",
            "Without news for longer than this, every answer is `STALE`. Receipts wait for a silent node as long;"
                    + " `positions.v1` remembers it for seven days."),
    READY_WAIT(
            "keyfabric.ready.wait",
            "duration, 0 to 10 min",
            "PT2S",
            "How long a start looks for a broker before a node that has a view counts as ready without one."),
    POSITION_WAIT(
            "keyfabric.position.wait",
            "duration, 0 to 2 s",
            "PT0.25S",
            "How long a question may wait for the position it names."),
    MEMORY_MIB(
            "keyfabric.view.memory-mib",
            "2 to 131072",
            "128",
            "Memory of the view in MiB, all of it: three quarters, of the heap, for rows of keys and consumers; of the rest most"
                    + " for the database's blocks, filters and write buffers."),
    DISK_RESERVE_MIB(
            "keyfabric.view.disk-reserve-mib",
            "0 to 1048576",
            "128",
            "Space left free on the view's disk in MiB. With less free the node applies nothing more, says so, goes on"
                    + " answering, and reads on once there is space again."),
    REBUILD_AFTER(
            "keyfabric.view.rebuild-after",
            "duration, 1 min to 84 h",
            "PT84H",
            "Away from the topics' end for longer than this, the view is filled anew before it is trusted: tombstones may"
                    + " be gone. At most half of the topics' `delete.retention.ms`."),
    LIMITS_STRICTEST(
            "keyfabric.limits.strictest",
            "`requests/duration`, up to 8 with commas between",
            "10/10s",
            "What holds for each key whose consumer's plan cannot be read or is not known here."),
    LIMITS_KEYS(
            "keyfabric.limits.keys",
            "100 to 10000000",
            "100000",
            "How many keys are remembered that have spent something of their limits, some 400 bytes each. Of more, those"
                    + " farthest from every limit are forgotten first."),
    LIMITS_SAVE_EVERY(
            "keyfabric.limits.save-every",
            "duration, 1 s to 10 min",
            "PT10S",
            "How often what keys have spent is written to `limits` in the data folder; also at a stop. A crash forgets what"
                    + " was spent since."),
    LIMITS_FAILED_ATTEMPTS(
            "keyfabric.limits.failed-attempts",
            "`requests/duration`, or `off`",
            "30/1m",
            "How many attempts with a bad key one address may make (of IPv6: one /64). Beyond that its failing answers are"
                    + " `RATE_LIMITED`; a good key always passes. Where the address is unknown nothing is counted."),
    LIMITS_ADDRESSES(
            "keyfabric.limits.addresses",
            "100 to 10000000",
            "65536",
            "How many addresses with failed attempts are remembered, some 300 bytes each."),
    OPERATOR_TOKEN_FILE(
            "keyfabric.operator.token.file",
            "file",
            null,
            "Holds the operator's credential for `POST /v1/view/rebuild`, readable by its owner alone. Not given ="
                    + " `operator.token` in the data folder, made at the first start."),
    KEY_PREFIX(
            "keyfabric.key.prefix",
            "lower case letters and digits, single `_` inside, at most 27",
            "kf",
            "First part of every key, the registry's. Keys with another are `INVALID_FORMAT`."),
    TOPIC_PREFIX("keyfabric.topic.prefix", "`[A-Za-z0-9._-]{1,64}`", "keyfabric.", "Stands before each topic's name."),
    TRUST_DOMAIN(
            "keyfabric.trust-domain",
            "`[A-Za-z0-9][A-Za-z0-9.:/_-]{0,127}`",
            TokenSettings.TRUST_DOMAIN,
            "`iss` and `aud` of every Txn-Token; the same in the whole fabric."),
    TRUST_ROOT(
            "keyfabric.trust.root",
            "43 characters of base64url",
            null,
            "Thumbprint of the registry's root key, as it stands in its `root.thumbprint`. Without it or the file below no"
                    + " signing key and no service counts: this node answers about keys, and has nothing to say of trust."),
    TRUST_ROOT_FILE(
            "keyfabric.trust.root.file",
            "file",
            null,
            "Holds the thumbprint, alone on one line; instead of `keyfabric.trust.root`. Read at the start."),
    REGISTRY_URL(
            "keyfabric.registry.url",
            "http or https URL",
            null,
            "Where this node enrols its signing key; nothing else is asked there. Needed with the file below."),
    ENROLMENT_KEY_FILE(
            "keyfabric.enrolment.key.file",
            "file",
            null,
            "Holds an enrolment key for this node, readable by its owner alone; another content asks for the next signing"
                    + " key. Without it the node has no signing key: no tokens, and receipts do not count it."),
    SIGNING_PASSPHRASE_FILE(
            "keyfabric.signing.passphrase.file",
            "file",
            null,
            "Holds the passphrase that seals the node's own keys under `keys` in the data folder."),
    TOKEN_REUSE(
            "keyfabric.token.reuse",
            "duration, 0 to 2 min",
            "PT0S",
            "For how long requests of the same key, audience, scopes and address get the same Txn-Token. They then share"
                    + " their `txn` too, and cannot be told apart by it."),
    ANY_ADDRESS(
            "keyfabric.insecure.any-address",
            "`true` or `false`",
            "false",
            "**Insecure.** Permits an address beyond loopback without TLS and without proof: whoever reaches it may ask everything."),
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

    NodeSetting(String key, String type, @Nullable String preset, String meaning) {
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
