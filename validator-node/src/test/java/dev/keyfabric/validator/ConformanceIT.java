package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.plan;
import static dev.keyfabric.validation.Events.secret;
import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validator.ConformanceDoors.Asking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same key with the same fault gets the same verdict at every door, whatever carries it; {@code docs/doors.md} shows it. */
class ConformanceIT {
    private static final Path PAGE = Path.of("..", "docs", "doors.md");
    private static final String BEGIN = "<!-- made by ConformanceIT: -->\n";
    private static final String END = "<!-- until here -->\n";
    /** Introspection charges nothing, so no limit stops it. */
    private static final Set<Code> LIMITED = EnumSet.of(Code.RATE_LIMITED, Code.QUOTA_EXCEEDED);

    private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");

    private static final Map<Code, Asking> ASKINGS = new EnumMap<>(Code.class);
    private static final Map<Code, ValidatorNode> NODES = new EnumMap<>(Code.class);
    private static TestFabric fabric;
    private static int commands;

    @BeforeAll
    static void start() {
        fabric = new TestFabric();
        fabric.consumer("acme", consumer("acme", 1, c -> {}));
        fabric.consumer("asleep", consumer("asleep", 1, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
        fabric.consumer("metered", consumer("metered", 1, c -> c.setPlan("metered")));
        fabric.plan("gold", plan("gold", 1, p -> {}));
        fabric.plan(
                "metered", plan("metered", 1, p -> p.setQuotas(List.of(new Quota("monthly", 1L, QuotaPeriod.MONTH)))));
        fabric.service("orders", service("orders", 1, s -> {}));
        fabric.tickAll();
        ApiKey good = give("acme", k -> {});
        put(Code.VALID, "NORMAL", good);
        put(Code.UNAVAILABLE, "TOKEN", good);
        put(Code.POLICY_INVALID, "BAD", good);
        put(Code.INSUFFICIENT_SCOPE, "NEVER", good);
        put(Code.NOT_READY, "NORMAL", good);
        put(Code.STALE, "NORMAL", good);
        put(Code.NOT_FOUND, "NORMAL", Events.apiKey());
        ASKINGS.put(Code.MISSING_CREDENTIAL, new Asking(List.of(), "NORMAL"));
        ASKINGS.put(Code.AMBIGUOUS_CREDENTIAL, new Asking(List.of(good.reveal(), good.reveal()), "NORMAL"));
        ASKINGS.put(Code.INVALID_FORMAT, new Asking(List.of("kf_live_nonsense"), "NORMAL"));
        put(Code.REVOKED, "NORMAL", give("acme", k -> k.setStatus(KeyStatus.REVOKED)));
        put(Code.SUSPENDED, "NORMAL", give("acme", k -> k.setStatus(KeyStatus.SUSPENDED)));
        put(Code.EXPIRED, "NORMAL", give("acme", k -> k.setExpiresAt(PAST)));
        put(Code.NOT_YET_VALID, "NORMAL", give("acme", k -> k.setNotBefore(FUTURE)));
        put(Code.AUDIENCE_MISMATCH, "NORMAL", give("acme", k -> k.setAudiences(List.of("payments"))));
        put(Code.IP_NOT_ALLOWED, "NORMAL", give("acme", k -> k.setIpAllowlist(List.of("10.0.0.0/8"))));
        put(Code.ENVIRONMENT_MISMATCH, "NORMAL", give("acme", k -> k.setEnvironment(Environment.TEST)));
        put(Code.CONSUMER_SUSPENDED, "NORMAL", give("asleep", k -> {}));
        put(
                Code.RATE_LIMITED,
                "NORMAL",
                give("acme", k -> k.setRateLimits(List.of(new RateLimit("daily", 1L, 86_400L)))));
        put(Code.QUOTA_EXCEEDED, "NORMAL", give("metered", k -> {}));
        put(Code.CONSUMER_UNKNOWN, "NORMAL", give("ghost", k -> {}));
        ApiKey retired = Events.apiKey();
        give("acme", k -> k.setSecrets(List.of(current(Events.apiKey()), secret(retired, SecretStatus.RETIRED, PAST))));
        put(Code.SECRET_RETIRED, "NORMAL", retired);
        put(Code.UNREADABLE, "NORMAL", unreadable());

        String broker = (String) fabric.client().get("bootstrap.servers");
        ValidatorNode node = open("matrix", broker, Map.of());
        ValidatorNode stale = open("stale", broker, Map.of("keyfabric.staleness.bound", "5s"));
        ValidatorNode never = open("never", "127.0.0.1:1", Map.of());
        for (Code code : ASKINGS.keySet()) {
            NODES.put(code, code == Code.STALE ? stale : code == Code.NOT_READY ? never : node);
        }
        awaitCode(Code.VALID);
        awaitCode(Code.UNREADABLE);
        awaitCode(Code.STALE);
        awaitCode(Code.RATE_LIMITED);
        awaitCode(Code.QUOTA_EXCEEDED);
    }

    @AfterAll
    static void stop() {
        Set.copyOf(NODES.values()).forEach(ValidatorNode::close);
        fabric.close();
    }

    private static ValidatorNode open(String name, String broker, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "keyfabric.node.id",
                name,
                "keyfabric.data",
                Folders.fresh().toString(),
                "keyfabric.kafka.bootstrap.servers",
                broker,
                "keyfabric.http.port",
                0,
                "keyfabric.environments",
                "live",
                "keyfabric.routes.normal",
                "audience=orders&scope=orders:read",
                "keyfabric.routes.never",
                "audience=orders&scope=orders:never",
                "keyfabric.routes.token",
                "audience=orders&scope=orders:read&token=true"));
        settings.putAll(more);
        return ValidatorNode.start(settings);
    }

    private static void put(Code code, String policy, ApiKey key) {
        ASKINGS.put(code, new Asking(List.of(key.reveal()), policy));
    }

    private static ApiKey give(String consumer, Consumer<KeyState.Builder> change) {
        ApiKey secret = Events.apiKey();
        String id = Events.keyId(consumer, "matrix" + commands++);
        fabric.key(id, key(id, consumer, 1, k -> {
            k.setSecrets(List.of(current(secret))).setEnvironment(Environment.LIVE);
            change.accept(k);
        }));
        return secret;
    }

    private static ApiKey unreadable() {
        ApiKey secret = Events.apiKey();
        String id = Events.keyId("acme", "matrix" + commands++);
        fabric.key(id, key(id, "acme", 1, k -> k.setSecrets(List.of(current(secret)))));
        fabric.put(
                Topic.KEYS, Routing.partition(new KeyId(id), TestFabric.PARTITIONS), id, new byte[] {0, 1, 2, 3, 4, 5, 6
                });
        return secret;
    }

    private static void awaitCode(Code code) {
        try (ConformanceDoors doors = new ConformanceDoors(NODES.get(code))) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(doors.ask("engine", "body", ASKINGS.get(code)))
                            .isEqualTo(code.name()));
        }
    }

    @Test
    void everyDoorGivesTheSameVerdictWhateverCarriesTheKey() throws Exception {
        Map<Code, Map<String, String>> table = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Code code : Code.values()) {
            assertThat(ASKINGS).containsKey(code);
            table.put(code, row(code, wrong));
        }
        assertThat(wrong).isEmpty();
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String tail = page.substring(page.indexOf(END));
        String expected = head + shown(table) + tail;
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("make docs/doors.md again with -Dtest=ConformanceIT -Dkeyfabric.docs.write=true")
                .isEqualTo(expected);
    }

    /** By door what it said, the same for every carrier; what is not as it should be is put aside. */
    private static Map<String, String> row(Code code, List<String> wrong) {
        Map<String, String> row = new LinkedHashMap<>();
        try (ConformanceDoors doors = new ConformanceDoors(NODES.get(code))) {
            for (String door : ConformanceDoors.ALL) {
                for (String carrier : ConformanceDoors.carriers(door)) {
                    String series = ConformanceDoors.counted(door);
                    double before = series == null ? 0 : doors.count(series, countedAs(code, door));
                    String said = doors.ask(door, carrier, ASKINGS.get(code));
                    double counted = series == null ? 0 : doors.count(series, countedAs(code, door)) - before;
                    String at = code + " at " + door + " by " + carrier + ": ";
                    if (said != null && !said.equals(expected(code, door))) {
                        wrong.add(at + said + " instead of " + expected(code, door));
                    }
                    if (said != null && series != null && counted != 1) {
                        wrong.add(at + "counted " + counted + " times");
                    }
                    String earlier = row.put(door, said == null ? "—" : said);
                    if (earlier != null && !Objects.equals(earlier, row.get(door))) {
                        wrong.add(at + said + ", by another carrier " + earlier);
                    }
                }
            }
        }
        return row;
    }

    /** Under which code an answer is counted. */
    private static String countedAs(Code code, String door) {
        return (door.equals("introspect") && LIMITED.contains(code) ? Code.VALID : code).name();
    }

    private static String expected(Code code, String door) {
        int status = code.httpStatus();
        return switch (door) {
            case "validate", "batch" -> (status == 503 ? 503 : 200) + " " + code;
            case "introspect" ->
                status == 503 ? "503" : code == Code.VALID || LIMITED.contains(code) ? "active" : "inactive";
            case "engine" -> code.name();
            default -> String.valueOf(status);
        };
    }

    private static String shown(Map<Code, Map<String, String>> table) {
        String head = "\n| verdict | " + String.join(" | ", ConformanceDoors.ALL) + " |\n|---"
                + "|---".repeat(ConformanceDoors.ALL.size()) + "|\n";
        return table.entrySet().stream()
                .map(row -> "| `" + row.getKey() + "` | "
                        + row.getValue().values().stream()
                                .map(said -> said.replaceAll("([A-Z_]{4,})", "`$1`"))
                                .collect(Collectors.joining(" | "))
                        + " |\n")
                .collect(Collectors.joining("", head, "\n"));
    }
}
