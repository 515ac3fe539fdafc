package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.plan;
import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.time.FakeTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits over HTTP, on one node behind a proxy that it trusts; each test has a key of its own. */
class LimitsIT {
    private static final String OWNER = "acme";
    private static final String PATH = "/v1/authorize?audience=orders";
    private static final Path DATA = Folders.fresh();
    private static FakeTime time;
    private static TestFabric fabric;
    private static ValidatorNode node;
    private static Http http;
    private static int commands;

    private final ApiKey secret = Events.apiKey();
    private final String id = Events.keyId(OWNER, "command" + commands++);

    @BeforeAll
    static void start() {
        time = new FakeTime(Instant.now());
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.plan(
                "gold",
                plan(
                        "gold",
                        1,
                        p -> p.setRateLimits(List.of(
                                        new RateLimit("burst", 20L, 1L), new RateLimit("sustained", 1000L, 60L)))
                                .setQuotas(List.of(new Quota("daily", 2000L, QuotaPeriod.DAY)))));
        fabric.service("orders", service("orders", 1, s -> s.setExplain(true)));
        fabric.tickAll();
        run();
    }

    private static void run() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("keyfabric.node.id", "n1");
        settings.put("keyfabric.data", DATA.toString());
        settings.put("keyfabric.kafka.bootstrap.servers", fabric.client().get("bootstrap.servers"));
        settings.put("keyfabric.http.port", 0);
        settings.put("keyfabric.trust.root", fabric.root.pin().thumbprint());
        settings.put("keyfabric.trusted-proxies", "127.0.0.1");
        settings.put("keyfabric.limits.failed-attempts", "3/1m");
        node = ValidatorNode.start(settings, time.source());
        http = new Http(node.url());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(http.get("/health/readiness").status()).isEqualTo(200));
    }

    @AfterAll
    static void stop() {
        node.close();
        fabric.close();
    }

    private void give(Consumer<KeyState.Builder> change) {
        fabric.key(id, key(id, OWNER, 1, k -> {
            k.setSecrets(List.of(current(secret)));
            change.accept(k);
        }));
        await().pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(node.engine().standing(id)).isPresent());
    }

    private Http.Answer authorize(String... headers) {
        List<String> all = new ArrayList<>(List.of("X-API-Key", secret.reveal()));
        all.addAll(List.of(headers));
        return http.get(PATH, all.toArray(String[]::new));
    }

    private JsonNode validate(String more) {
        return http.validate("{\"key\":\"" + secret.reveal() + "\",\"audience\":\"orders\"" + more + "}")
                .json();
    }

    @Test
    void everyYesSaysWhatIsLeftAndARefusalWhenToComeBack() {
        give(k -> {});
        Http.Answer yes = authorize();
        assertThat(yes.status()).isEqualTo(200);
        assertThat(yes.header("X-RateLimit-Remaining")).isEqualTo("19");
        assertThat(yes.header("RateLimit-Policy"))
                .isEqualTo("\"burst\";q=20;w=1, \"sustained\";q=1000;w=60, \"daily\";q=2000;w=86400");
        assertThat(yes.header("RateLimit"))
                .matches("\"burst\";r=19;t=1, \"sustained\";r=999;t=1, \"daily\";r=1999;t=[0-9]+");
        for (int i = 1; i < 20; i++) {
            assertThat(authorize().status()).isEqualTo(200);
        }
        Http.Answer no = authorize();
        assertThat(no.status()).isEqualTo(429);
        assertThat(no.json().get("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(no.header("Retry-After")).isEqualTo("1");
        assertThat(no.header("RateLimit")).startsWith("\"burst\";r=0;t=1, ");
        assertThat(no.header("RateLimit-Policy")).startsWith("\"burst\";q=20;w=1, ");
        assertThat(no.header("X-Consumer-Id")).isNull();
        Http.Answer nginx = http.get(PATH + "&profile=nginx", "X-API-Key", secret.reveal());
        assertThat(nginx.status()).isEqualTo(403);
        assertThat(nginx.header("X-Error-Status")).isEqualTo("429");
        assertThat(nginx.header("Retry-After")).isEqualTo("1");
        time.pass(Duration.ofSeconds(1));
        assertThat(authorize().status()).isEqualTo(200);
    }

    @Test
    void aVerdictTellsTheTightestLimitAndWhyItRefused() {
        give(k -> k.setRateLimits(List.of(new RateLimit("own", 5L, 60L))));
        JsonNode yes = validate(",\"cost\":3,\"explain\":true");
        assertThat(yes.at("/rateLimit").toString()).isEqualTo("{\"limit\":5,\"remaining\":2,\"resetSeconds\":36}");
        assertThat(yes.at("/explain/rule").asText()).isEqualTo("passed");
        assertThat(yes.at("/explain/records/0/id").asText()).isEqualTo(id);
        JsonNode no = validate(",\"cost\":3,\"explain\":true");
        assertThat(no.get("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(no.at("/rateLimit").toString()).isEqualTo("{\"limit\":5,\"remaining\":2,\"resetSeconds\":12}");
        assertThat(no.at("/explain/rule").asText()).isEqualTo("key.rateLimits.own");
        assertThat(validate(",\"cost\":0").get("valid").asBoolean()).isTrue();
        assertThat(validate(",\"cost\":2").get("valid").asBoolean()).isTrue();
        assertThat(validate("").has("explain")).isFalse();
    }

    @Test
    void whatWasSpentIsKnownAfterARestart() {
        give(k -> k.setRateLimits(List.of(new RateLimit("own", 5L, 86_400L))));
        assertThat(validate(",\"cost\":5").get("valid").asBoolean()).isTrue();
        node.close();
        run();
        assertThat(validate("").get("code").asText()).isEqualTo("RATE_LIMITED");
    }

    @Test
    void ofManyRequestsAtOnceNeverMoreThanTheLimitGoThrough() throws Exception {
        give(k -> k.setRateLimits(List.of(new RateLimit("burst", 50L, 3600L))));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                asking.add(() -> authorize().status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : threads.invokeAll(asking)) {
                statuses.add(status.get());
            }
            assertThat(statuses.stream().filter(s -> s == 200)).hasSize(50);
            assertThat(statuses.stream().filter(s -> s == 429)).hasSize(70);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoFailsTooOftenIsSlowedWhereverTheProxySawHimAndAGoodKeyPasses() {
        give(k -> {});
        String[] bad = {"X-API-Key", Events.apiKey().reveal(), "X-Forwarded-For", "6.6.6.6, 198.51.100.9"};
        for (int i = 0; i < 3; i++) {
            assertThat(http.get(PATH, bad).status()).isEqualTo(401);
        }
        Http.Answer slowed = http.get(PATH, bad);
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(slowed.header("Retry-After")).isEqualTo("20");
        assertThat(authorize("X-Forwarded-For", "198.51.100.9").status()).isEqualTo(200);
        String[] elsewhere = {"X-API-Key", Events.apiKey().reveal(), "X-Forwarded-For", "198.51.100.9, 198.51.100.10"};
        assertThat(http.get(PATH, elsewhere).status()).isEqualTo(401);
    }

    @Test
    void anAllowListIsHeldAgainstTheHopThatTheProxySaw() {
        give(k -> k.setIpAllowlist(List.of("198.51.100.0/24")));
        assertThat(authorize("X-Forwarded-For", "203.0.113.1, 198.51.100.20").status())
                .isEqualTo(200);
        assertThat(authorize("X-Forwarded-For", "198.51.100.20, 203.0.113.1").status())
                .isEqualTo(403);
        assertThat(authorize("X-Forwarded-For", "198.51.100.20, unknown").status())
                .isEqualTo(403);
        assertThat(authorize().status()).isEqualTo(403);
    }

    @Test
    void everyRefusalHasANameOfItsOwn() {
        give(k -> k.setStatus(KeyStatus.SUSPENDED));
        Http.Answer one = authorize();
        Http.Answer other = http.get(PATH);
        String name = one.json().get("instance").asText();
        assertThat(name).startsWith("urn:uuid:");
        assertThat(other.json().get("instance").asText()).isNotEqualTo(name);
        assertThat(one.raw().body().replace(name, ""))
                .isEqualTo(
                        other.raw().body().replace(other.json().get("instance").asText(), ""));
    }
}
