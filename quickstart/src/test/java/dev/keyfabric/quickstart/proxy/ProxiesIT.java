package dev.keyfabric.quickstart.proxy;

import static dev.keyfabric.quickstart.proxy.Forgery.Outcome.PASSES;
import static dev.keyfabric.quickstart.proxy.Forgery.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.quickstart.process.ChildJvm;
import dev.keyfabric.quickstart.story.HttpJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configurations that are shipped, in the proxies they are for, before the real service and beside a real validator. What
 * is sent is bytes, and what is looked at is what the service got.
 */
class ProxiesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "audience=orders&scope=orders:write&token=true";
    private static final String ORDER = "{\"item\":\"a bell\",\"quantity\":1}";
    private static final Map<ProxyProgram, RunningProxy> PROXIES = new EnumMap<>(ProxyProgram.class);

    private static Gateway gateway;
    private static String key;
    private static Identity identity;

    @BeforeAll
    static void start(@TempDir Path data) {
        List<ProxyProgram> programs = Arrays.stream(ProxyProgram.values())
                .filter(program -> program.installed().isPresent())
                .toList();
        if (programs.isEmpty()) {
            return;
        }
        gateway = Gateway.start(data);
        gateway.admin().registerConsumer("acme", "Acme");
        JsonNode issued = issue(Map.of());
        key = issued.get("key").asText();
        identity = new Identity(key, issued.get("keyId").asText(), "acme", "orders:*", "-");
        for (ProxyProgram program : programs) {
            PROXIES.put(
                    program,
                    RunningProxy.start(
                            program, program.installed().orElseThrow(), gateway.validatorPort(), gateway.ordersPort()));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (RunningProxy proxy : PROXIES.values()) {
            proxy.close();
        }
        PROXIES.clear();
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    @AfterEach
    void forget() {
        PROXIES.values().forEach(proxy -> proxy.tap().taken());
    }

    static Stream<Arguments> forgeries() {
        return Arrays.stream(ProxyProgram.values())
                .flatMap(program -> Forgeries.all().stream().map(forgery -> Arguments.of(program, forgery)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("forgeries")
    void noForgedIdentityReachesTheService(ProxyProgram program, Forgery forgery) {
        RunningProxy proxy = proxy(program);
        String address = RawClient.freshAddress();

        List<Message> answers = RawClient.send(proxy.port(), forgery.with(key), address);

        List<Message> reached = proxy.tap().taken();
        assertThat(reached).hasSizeLessThanOrEqualTo(1);
        for (Message request : reached) {
            assertThat(identity.faults(program, address, request)).isEmpty();
        }
        if (forgery.outcome() == PASSES) {
            assertThat(reached).hasSize(1);
            assertThat(answers.get(0).status()).isEqualTo(201);
        }
        if (forgery.outcome() == REFUSED) {
            assertThat(reached).isEmpty();
            assertThat(answers.get(0).status()).isIn(400, 401);
        }
        if (reached.isEmpty()) {
            assertThat(answers).allMatch(answer -> answer.status() >= 400);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderArrivesForTheConsumerOfTheKey(ProxyProgram program) throws IOException {
        Message answer = RawClient.ask(proxy(program).port(), order(key, ""));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).get("consumer").asText()).isEqualTo("acme");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalArrivesAsSuchInTheValidatorsWords(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);
        List<String> refused = List.of(
                "nonsense",
                issue(Map.of("scopes", List.of("orders:read"))).get("key").asText(),
                issue(Map.of("audiences", List.of("payments"), "scopes", List.of()))
                        .get("key")
                        .asText(),
                issue(Map.of("ipAllowlist", List.of("10.0.0.0/8"))).get("key").asText());
        List<String> codes = new ArrayList<>();
        for (String secret : refused) {
            HttpJson.Answer own =
                    gateway.authorize(POLICY, Map.of("X-API-Key", secret, "X-Forwarded-For", RawClient.freshAddress()));

            Message answer = RawClient.ask(proxy.port(), order(secret, ""));

            assertThat(answer.status()).isEqualTo(own.status());
            assertThat(answer.value("content-type")).contains("application/problem+json");
            JsonNode problem = JSON.readTree(answer.body());
            assertThat(problem.path("instance").asText()).isNotEmpty();
            assertThat(unnamed(problem)).isEqualTo(unnamed(own.body()));
            assertThat(answer.fields().stream()
                            .filter(f -> f.name().equalsIgnoreCase("www-authenticate"))
                            .map(Message.Field::value))
                    .isEqualTo(own.headers().allValues("WWW-Authenticate"));
            assertThat(answer.value("cache-control")).contains("no-store");
            codes.add(problem.get("code").asText());
        }
        assertThat(codes)
                .containsExactly("INVALID_CREDENTIAL", "INSUFFICIENT_SCOPE", "AUDIENCE_MISMATCH", "IP_NOT_ALLOWED");
        assertThat(proxy.tap().taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tooManyFailedAttemptsAreToldSoWithAProblem(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);
        String address = RawClient.freshAddress();
        Message answer = RawClient.askFrom(address, proxy.port(), order("nonsense", ""));
        for (int i = 0; i < 100 && answer.status() == 401; i++) {
            answer = RawClient.askFrom(address, proxy.port(), order("nonsense", ""));
        }
        HttpJson.Answer own = gateway.authorize(POLICY, Map.of("X-API-Key", "nonsense", "X-Forwarded-For", address));

        assertThat(answer.status()).isEqualTo(own.status()).isEqualTo(429);
        assertThat(unnamed(JSON.readTree(answer.body()))).isEqualTo(unnamed(own.body()));
        for (String name : List.of("retry-after", "ratelimit", "ratelimit-policy")) {
            assertThat(answer.value(name).isPresent())
                    .as(name)
                    .isEqualTo(own.headers().firstValue(name).isPresent());
        }
        assertThat(proxy.tap().taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSpentLimitIsToldWithItsFields(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);
        Map<String, Object> limit = Map.of("name", "burst", "quota", 1, "windowSeconds", 3600);
        String secret = issue(Map.of("rateLimits", List.of(limit))).get("key").asText();
        assertThat(RawClient.ask(proxy.port(), order(secret, "")).status()).isEqualTo(201);
        assertThat(proxy.tap().taken().get(0).value("x-ratelimit-remaining")).contains("0");

        Message answer = RawClient.ask(proxy.port(), order(secret, ""));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(JSON.readTree(answer.body()).get("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(answer.value("retry-after").orElseThrow()).matches("[1-9][0-9]*");
        assertThat(answer.value("ratelimit").orElseThrow()).startsWith("\"burst\";r=0;t=");
        assertThat(answer.value("ratelimit-policy")).contains("\"burst\";q=1;w=3600");
        assertThat(proxy.tap().taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithoutACredentialIsRefusedWithAProblem(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);

        Message get = RawClient.ask(proxy.port(), "GET /orders HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        Message head =
                RawClient.ask(proxy.port(), "HEAD /orders HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");

        assertThat(get.status()).isEqualTo(401);
        assertThat(JSON.readTree(get.body()).get("code").asText()).isEqualTo("INVALID_CREDENTIAL");
        assertThat(head.status()).isEqualTo(401);
        assertThat(head.body()).isEmpty();
        assertThat(proxy.tap().taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theServicesOwnRefusalsStayItsOwn(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);
        String withKey = " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nX-API-Key: " + key + "\r\n";

        Message malformed = RawClient.ask(
                proxy.port(),
                "POST /orders" + withKey + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        Message missing = RawClient.ask(proxy.port(), "GET /nowhere" + withKey + "\r\n");

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(JSON.readTree(malformed.body()).get("code").asText()).isEqualTo("MALFORMED");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(proxy.tap().taken()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void methodsTargetsAndBodiesArriveAsTheyWereSent(ProxyProgram program) {
        RunningProxy proxy = proxy(program);
        byte[] body = new byte[40_000];
        new Random(7).nextBytes(body);
        String target = "/a%2Fb/c%20d/%C3%A9?q=1&r=%26&audience=payments&scope=";
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")) {
            boolean bodiless = List.of("GET", "HEAD", "OPTIONS").contains(method);
            byte[] head = (method + " " + target + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nX-API-Key: "
                            + key
                            + "\r\nX-Request-Id: r-1\r\nContent-Type: application/octet-stream\r\n"
                            + (bodiless ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);

            RawClient.ask(proxy.port(), bodiless ? head : joined(head, body));

            List<Message> reached = proxy.tap().taken();
            assertThat(reached).as(method).hasSize(1);
            assertThat(reached.get(0).method()).isEqualTo(method);
            assertThat(reached.get(0).target()).isEqualTo(target);
            assertThat(reached.get(0).value("x-request-id")).contains("r-1");
            assertThat(reached.get(0).body()).isEqualTo(bodiless ? new byte[0] : body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAddressOfTheCallerIsTheProxysWordAndNotTheCallers(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);
        String bound =
                issue(Map.of("ipAllowlist", List.of("127.0.0.5/32"))).get("key").asText();
        String lies = RawClient.lines("""
                X-Forwarded-For: 127.0.0.5
                X-Real-IP: 127.0.0.5
                Forwarded: for=127.0.0.5
                X_Forwarded_For: 127.0.0.5
                X-Forwarded-For: 127.0.0.5
                X-Client-IP: 127.0.0.5
                """);

        Message elsewhere = RawClient.ask(proxy.port(), order(bound, lies));
        Message there = RawClient.askFrom("127.0.0.5", proxy.port(), order(bound, "X-Forwarded-For: 10.0.0.1\r\n"));

        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(JSON.readTree(elsewhere.body()).get("code").asText()).isEqualTo("IP_NOT_ALLOWED");
        assertThat(there.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedKeyIsRefusedWithTheNextRequest(ProxyProgram program) {
        RunningProxy proxy = proxy(program);
        JsonNode issued = issue(Map.of());
        String secret = issued.get("key").asText();
        assertThat(RawClient.ask(proxy.port(), order(secret, "")).status()).isEqualTo(201);
        proxy.tap().taken();

        JsonNode revoked = gateway.admin().change(issued.get("keyId").asText(), "revoke", Map.of("reason", "leaked"));

        assertThat(revoked.at("/receipt/final").asBoolean()).isTrue();
        assertThat(RawClient.ask(proxy.port(), order(secret, "")).status()).isEqualTo(401);
        assertThat(proxy.tap().taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whileTheValidatorStandsStillNothingPasses(ProxyProgram program) throws IOException {
        RunningProxy proxy = proxy(program);
        try {
            gateway.pauseValidator();
            long began = System.nanoTime();

            Message answer = RawClient.ask(proxy.port(), order(key, ""));

            assertUnavailable(answer);
            assertThat(System.nanoTime() - began).isLessThan(6_000_000_000L);
            assertThat(proxy.tap().taken()).isEmpty();
        } finally {
            gateway.validator().resume();
        }
        assertThat(RawClient.ask(proxy.port(), order(key, "")).status()).isEqualTo(201);
    }

    @Test
    void withTheValidatorKilledNothingPassesAnyProxyUntilItIsBack() throws IOException {
        assumeFalse(PROXIES.isEmpty(), "no proxy is installed");
        for (RunningProxy proxy : PROXIES.values()) {
            assertThat(RawClient.ask(proxy.port(), order(key, "")).status()).isEqualTo(201);
            proxy.tap().taken();
        }
        try (ChildJvm killed = gateway.validator()) {
            killed.kill();
            for (RunningProxy proxy : PROXIES.values()) {
                for (int i = 0; i < 5; i++) {
                    assertUnavailable(RawClient.ask(proxy.port(), order(key, "")));
                    assertUnavailable(RawClient.ask(proxy.port(), order("nonsense", "")));
                }
                assertThat(proxy.tap().taken()).isEmpty();
            }
        } finally {
            gateway.startValidator();
        }
        for (RunningProxy proxy : PROXIES.values()) {
            assertThat(RawClient.ask(proxy.port(), order(key, "")).status()).isEqualTo(201);
        }
    }

    private static void assertUnavailable(Message answer) throws IOException {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.value("content-type")).contains("application/problem+json");
        assertThat(answer.value("retry-after")).contains("1");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(problem.get("status").asInt()).isEqualTo(503);
    }

    /** A problem without the name of its one occurrence. */
    private static JsonNode unnamed(JsonNode problem) {
        return ((ObjectNode) problem.deepCopy()).without("instance");
    }

    private static RunningProxy proxy(ProxyProgram program) {
        Installed.require(program);
        return PROXIES.get(program);
    }

    private static JsonNode issue(Map<String, ?> more) {
        Map<String, Object> asked = new HashMap<>(Map.of(
                "consumerId", "acme",
                "name", "k",
                "environment", "live",
                "audiences", List.of("orders"),
                "scopes", List.of("orders:*")));
        asked.putAll(more);
        HttpJson.Answer issued = gateway.admin().post("/v1/keys", asked);
        assertThat(issued.status()).as("%s", issued.body().path("code")).isEqualTo(201);
        return issued.body();
    }

    private static String order(String secret, String more) {
        return "POST /orders HTTP/1.1\r\nHost: gateway\r\nX-API-Key: " + secret + "\r\n" + more
                + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + ORDER.length()
                + "\r\n\r\n" + ORDER;
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
