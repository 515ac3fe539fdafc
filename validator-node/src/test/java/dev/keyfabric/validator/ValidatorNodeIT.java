package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.plan;
import static dev.keyfabric.validation.Events.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.time.FakeTime;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node on one broker, asked over HTTP; each test has a key of its own. */
class ValidatorNodeIT {
    private static final String OWNER = "acme";
    private static FakeTime time;
    private static TestFabric fabric;
    private static ValidatorNode node;
    private static Http http;
    private static int commands;

    private final ApiKey secret = Events.apiKey();
    private final String id = Events.keyId(OWNER, "command" + commands++);
    private long version = 1;

    @BeforeAll
    static void start() {
        // The broker's clock is the real one, and the node's is never behind it.
        time = new FakeTime(Instant.now());
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.plan("gold", plan("gold", 1, p -> {}));
        fabric.tickAll();
        node = ValidatorNode.start(
                Map.of(
                        "keyfabric.node.id",
                        "n1",
                        "keyfabric.data",
                        Folders.fresh().toString(),
                        "keyfabric.kafka.bootstrap.servers",
                        fabric.client().get("bootstrap.servers"),
                        "keyfabric.http.port",
                        0),
                time.source());
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

    /** Writes the key, and waits until the node has applied it. */
    private void give(Consumer<KeyState.Builder> change) {
        version++;
        fabric.key(id, key(id, OWNER, version, k -> {
            k.setSecrets(List.of(current(secret)));
            change.accept(k);
        }));
        await().pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(node.engine().standing(id).map(s -> s.changedAt()))
                        .isPresent());
    }

    private String ask(ApiKey apiKey, String more) {
        return "{\"key\":\"" + apiKey.reveal() + "\"" + more + "}";
    }

    private String code() {
        return http.validate(ask(secret, "")).json().get("code").asText();
    }

    private void awaitCode(String code) {
        await().pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(code()).isEqualTo(code));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            names.add(i.next());
        }
        return names;
    }

    private static final Set<String> SHAPE = Set.of(
            "valid", "code", "keyId", "consumer", "scopes", "environment", "expiresAt", "rateLimit", "token", "asOf");

    @Test
    void aRefusalIsToldWithItsExactCodeKeyAndAddressAndAYesIsNot() {
        give(k -> k.setStatus(KeyStatus.SUSPENDED));
        http.validate(ask(secret, ",\"clientIp\":\"::ffff:192.0.2.77\""));
        http.validate(ask(secret, ",\"clientIp\":\"192.0.2.77\""));
        http.validate(ask(secret, ""));
        give(k -> k.setStatus(KeyStatus.ACTIVE));
        awaitCode("VALID");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told().stream()
                                .filter(event -> "192.0.2.77".equals(event.getAddress()))
                                .mapToLong(SecurityEvent::getCount)
                                .sum())
                        .isEqualTo(2));
        assertThat(told()).allSatisfy(event -> {
            assertThat(event.getType()).isEqualTo(SecurityEventType.CREDENTIAL_REFUSED);
            assertThat(event.getSource()).isEqualTo("validator/n1");
            assertThat(event.getCode()).isEqualTo("SUSPENDED");
            assertThat(event.getDoor()).isEqualTo("validate");
        });
        assertThat(told()).extracting(SecurityEvent::getAddress).contains((String) null);
        assertThat(told().toString()).doesNotContain(secret.reveal());
    }

    private List<SecurityEvent> told() {
        return fabric.securityEvents().stream()
                .filter(event -> id.equals(event.getSubject()))
                .toList();
    }

    @Test
    void aRecordWhereItShouldNotLieIsToldWithItsPlace() {
        give(k -> {});
        int home = Routing.partition(new KeyId(id), TestFabric.PARTITIONS);
        int astray = (home + 1) % TestFabric.PARTITIONS;
        long offset = fabric.put(Topic.KEYS, astray, id, key(id, OWNER, 99, k -> {}));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).anySatisfy(event -> {
                    assertThat(event.getType()).isEqualTo(SecurityEventType.RECORD_SUSPECT);
                    assertThat(event.getCode()).isEqualTo("MISPLACED");
                    assertThat(event.getCause()).isEqualTo("keys.v1-" + astray + "@" + offset);
                    assertThat(event.getDetail()).isEqualTo("home=" + home);
                }));
        assertThat(code()).isEqualTo("VALID");
    }

    @Test
    void anUnknownKeyAndNoCredentialAtAllAreToldToo() {
        http.validate(ask(Events.apiKey(), ",\"clientIp\":\"2001:db8::1\""));
        http.get("/v1/authorize?audience=orders");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(fabric.securityEvents())
                        .anyMatch(event -> event.getCode().equals("NOT_FOUND")
                                && event.getSubject() == null
                                && "2001:db8::1".equals(event.getAddress()))
                        .anyMatch(event ->
                                event.getCode().equals("MISSING_CREDENTIAL") && "authorize".equals(event.getDoor())));
    }

    @Test
    void aVerdictHasTheWholeShapeWhetherYesOrNo() {
        give(k -> {});
        Http.Answer yes = http.validate(
                ask(secret, ",\"audience\":\"orders\",\"scopes\":[\"orders:read\"],\"cost\":1,\"token\":false"));
        assertThat(yes.status()).isEqualTo(200);
        assertThat(names(yes.json())).isEqualTo(SHAPE);
        assertThat(yes.json().get("valid").asBoolean()).isTrue();
        assertThat(yes.json().get("keyId").asText()).isEqualTo(id);
        assertThat(yes.json().at("/consumer/id").asText()).isEqualTo(OWNER);
        assertThat(yes.json().at("/consumer/plan").asText()).isEqualTo("gold");
        assertThat(yes.json().at("/consumer/metadata").isNull()).isTrue();
        assertThat(yes.json().at("/scopes/0").asText()).isEqualTo("orders:read");
        assertThat(yes.json().get("environment").asText()).isEqualTo("test");
        assertThat(yes.json().at("/asOf/position").asText()).matches("keys\\.v1-[0-3]@[0-9]+");
        assertThat(yes.json().at("/asOf/stalenessMs").isIntegralNumber()).isTrue();

        Http.Answer no = http.validate(ask(Events.apiKey(), ""));
        assertThat(no.status()).isEqualTo(200);
        assertThat(names(no.json())).isEqualTo(SHAPE);
        assertThat(no.json().get("valid").asBoolean()).isFalse();
        assertThat(no.json().get("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(http.validate("{}").json().get("code").asText()).isEqualTo("MISSING_CREDENTIAL");
    }

    @Test
    void suspensionReinstatementAndRevocationArrive() {
        give(k -> {});
        awaitCode("VALID");
        give(k -> k.setStatus(KeyStatus.SUSPENDED));
        awaitCode("SUSPENDED");
        give(k -> {});
        awaitCode("VALID");
        assertThat(names(http.get("/v1/key-states/" + id).json()))
                .containsExactlyInAnyOrder("status", "reason", "changedAt", "consumerStatus", "asOf");
        give(k -> k.setStatus(KeyStatus.REVOKED));
        awaitCode("REVOKED");
        Http.Answer standing = http.get("/v1/key-states/" + id);
        assertThat(standing.status()).isEqualTo(200);
        assertThat(standing.json().get("status").asText()).isEqualTo("REVOKED");
        assertThat(standing.json().get("reason").asText()).isEqualTo("other");
        assertThat(standing.json().get("consumerStatus").asText()).isEqualTo("ACTIVE");
        assertThat(http.get("/v1/key-states/key_00000000000000000000000").status())
                .isEqualTo(404);
    }

    @Test
    void aRotationIsValidByBothSecretsUntilItsGraceEnds() {
        ApiKey fresh = Events.apiKey();
        Instant ends = time.source().wall().instant().plusSeconds(600);
        give(k -> k.setSecrets(List.of(current(fresh), secret(secret, SecretStatus.RETIRING, ends))));
        awaitCode("VALID");
        assertThat(http.validate(ask(fresh, "")).json().get("code").asText()).isEqualTo("VALID");
        time.pass(Duration.ofSeconds(601));
        assertThat(code()).isEqualTo("SECRET_RETIRED");
        assertThat(http.validate(ask(fresh, "")).json().get("code").asText()).isEqualTo("VALID");
    }

    @Test
    void aPositionIsWaitedForAndOneThatDoesNotComeIsStale() {
        give(k -> {});
        String reached =
                http.validate(ask(secret, "")).json().at("/asOf/position").asText();
        Http.Answer there = http.validate(ask(secret, ",\"position\":\"" + reached + "\""));
        assertThat(there.json().get("code").asText()).isEqualTo("VALID");
        Http.Answer never = http.validate(ask(secret, ",\"position\":\"keys.v1-0@99999999\""));
        assertThat(never.status()).isEqualTo(503);
        assertThat(never.json().get("code").asText()).isEqualTo("STALE");
        assertThat(names(never.json())).isEqualTo(SHAPE);
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"})
    void authorizeAnswersWhateverTheMethodWithEveryIdentityHeader(String method) {
        give(k -> {});
        awaitCode("VALID");
        Http.Answer answer = http.ask(
                method,
                "/v1/authorize?audience=orders&scope=orders:read",
                null,
                "Authorization",
                "Bearer " + secret.reveal(),
                "X-Consumer-Id",
                "admin");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Consumer-Id")).isEqualTo(OWNER);
        assertThat(answer.header("X-Consumer-Scopes")).isEqualTo("orders:read");
        assertThat(answer.header("X-Consumer-Plan")).isEqualTo("gold");
        assertThat(answer.header("X-Consumer-Key-Id")).isEqualTo(id);
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("-");
        assertThat(answer.header("Txn-Token")).isEqualTo("-");
        assertThat(answer.raw().body()).isEmpty();
    }

    private static String withoutName(Http.Answer answer) {
        return answer.raw().body().replace(answer.json().get("instance").asText(), "");
    }

    @Test
    void everyRefusedCredentialGetsTheSameBytes() {
        give(k -> k.setStatus(KeyStatus.REVOKED));
        awaitCode("REVOKED");
        List<Http.Answer> answers = new ArrayList<>();
        String path = "/v1/authorize?audience=orders";
        answers.add(http.get(path));
        answers.add(http.get(path, "X-API-Key", "nonsense"));
        answers.add(http.get(path, "X-API-Key", Events.apiKey().reveal()));
        answers.add(http.get(path, "X-API-Key", secret.reveal()));
        answers.add(http.get(path, "X-API-Key", secret.reveal(), "Authorization", "Bearer x"));
        for (Http.Answer answer : answers) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(withoutName(answer)).isEqualTo(withoutName(answers.get(0)));
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("X-Consumer-Id")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/authorize",
        "/v1/authorize?scope=a",
        "/v1/authorize?audience=a&audience=b",
        "/v1/authorize?audience=a&scope=a&scope=b",
        "/v1/authorize?audience=a&role=admin",
        "/v1/authorize/?audience=a",
        "/v1/authorize/orders?audience=a",
        "/v1/authorize?audience=a%00"
    })
    void aPolicyInDoubtIsRefused(String path) {
        Http.Answer answer = http.get(path, "X-API-Key", secret.reveal());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("code").asText()).isEqualTo("POLICY_INVALID");
    }

    /** No client library sends a fragment, so this speaks for itself. */
    @Test
    void aPolicyBehindAHashSignIsNotLeftUnread() throws Exception {
        give(k -> {});
        awaitCode("VALID");
        try (Socket socket = new Socket(node.url().getHost(), node.url().getPort())) {
            String request = "GET /v1/authorize?audience=orders#&scope=orders:write HTTP/1.1\r\nHost: x\r\n"
                    + "Connection: close\r\nX-API-Key: " + secret.reveal() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("POLICY_INVALID");
        }
    }

    @Test
    void authorizeSaysWhatAGoodKeyIsNotFor() {
        give(k -> k.setAudiences(List.of("orders")));
        awaitCode("AUDIENCE_MISMATCH");
        String[] header = {"X-API-Key", secret.reveal()};
        Http.Answer mismatch = http.get("/v1/authorize?audience=payments", header);
        assertThat(mismatch.status()).isEqualTo(403);
        assertThat(mismatch.json().get("code").asText()).isEqualTo("AUDIENCE_MISMATCH");
        // The query is never a place for a key.
        assertThat(http.get("/v1/authorize?audience=orders&key=" + secret.reveal())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nginxIsToldTheProblemInHeadersSinceItDropsBodies() {
        give(k -> k.setAudiences(List.of("orders")));
        awaitCode("AUDIENCE_MISMATCH");
        for (String query : List.of("audience=payments", "audience=orders&scope=orders:write", "audience=orders")) {
            String credential = query.equals("audience=orders") ? "nonsense" : secret.reveal();
            Http.Answer plain = http.get("/v1/authorize?" + query, "X-API-Key", credential);
            Http.Answer nginx = http.get("/v1/authorize?profile=nginx&" + query, "X-API-Key", credential);
            assertThat(nginx.status()).isEqualTo(plain.status());
            assertThat(nginx.header("X-Error-Status")).isEqualTo("" + plain.status());
            // Each refusal has a name of its own, so the rest of it.
            String name = ",\"instance\":\"[^\"]*\"";
            assertThat(nginx.header("X-Error-Body").replaceAll(name, ""))
                    .isNotEqualTo(nginx.header("X-Error-Body"))
                    .isEqualTo(plain.raw().body().replaceAll(name, ""));
            assertThat(nginx.raw().body()).isEmpty();
            assertThat(plain.header("X-Error-Body")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/v1/validate|{|application/json|400|MALFORMED",
                "POST|/v1/validate||application/json|400|MALFORMED",
                "POST|/v1/validate|[]|application/json|400|MALFORMED",
                "POST|/v1/validate|{\"key\":\"a\",\"key\":\"b\"}|application/json|400|MALFORMED",
                "POST|/v1/validate|{\"nope\":1}|application/json|400|MALFORMED",
                "POST|/v1/validate|{\"cost\":1001}|application/json|400|MALFORMED",
                "POST|/v1/validate|{}|text/plain|415|UNSUPPORTED_MEDIA_TYPE",
                "GET|/v1/validate||application/json|405|METHOD_NOT_ALLOWED",
                "DELETE|/v1/position||application/json|405|METHOD_NOT_ALLOWED",
                "GET|/v1/nothing||application/json|404|NOT_FOUND",
                "GET|/env||application/json|404|NOT_FOUND",
                "GET|/beans||application/json|404|NOT_FOUND"
            })
    void badInputIsAProblemWithACode(String method, String path, String body, String type, int status, String code) {
        Http.Answer answer = http.ask(method, path, body, "Content-Type", type);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.raw().body()).doesNotContain("xception").doesNotContain("\tat ");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        Http.Answer answer = http.validate("{\"key\":\"" + "a".repeat(70_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("code").asText()).isEqualTo("TOO_LARGE");
    }

    @Test
    void itSaysHowItIs() {
        give(k -> {});
        assertThat(http.get("/health/liveness").status()).isEqualTo(200);
        JsonNode health = http.get("/health").json();
        assertThat(health.at("/details/view/details/phase").asText()).isEqualTo("FOLLOWING");
        assertThat(health.at("/details/view/details/incidents/TAMPERING").isNumber())
                .isTrue();
        JsonNode position = http.get("/v1/position").json();
        assertThat(position.get("position").asText()).contains("keys.v1-");
        assertThat(position.get("ready").asBoolean()).isTrue();
        code();
        String metrics = http.get("/prometheus").raw().body();
        assertThat(metrics)
                .contains("keyfabric_verdicts_total{code=\"VALID\",door=\"validate\"}")
                .contains("keyfabric_view_staleness_seconds")
                .contains("keyfabric_view_unreadable")
                .doesNotContain(id)
                .doesNotContain(OWNER);
    }
}
