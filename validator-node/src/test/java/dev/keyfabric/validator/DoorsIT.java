package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch, routes and introspection at a node that stands beside {@code orders}. */
class DoorsIT extends IdentityFixture {
    private static ValidatorNode beside;
    private static Http doors;

    @BeforeAll
    static void open() {
        beside = open(
                "beside",
                Map.of(
                        "keyfabric.trust.root",
                        fabric.root.pin().thumbprint(),
                        "keyfabric.service",
                        "orders",
                        "keyfabric.routes.own",
                        "audience=payments&scope=orders:write",
                        "keyfabric.routes.both",
                        "scope=orders:read",
                        "keyfabric.routes.never",
                        "scope=orders:never"));
        doors = new Http(beside.url());
        routes(route("read", null, "orders:read"), route("both", null, "orders:read"), route("pay", "payments"));
        await().untilAsserted(() ->
                assertThat(beside.engine().routes("read").orElseThrow()).hasSize(1));
        fabric.service("payments", service("payments", 1, s -> s.setRoutes(List.of(route("theirs", null)))));
    }

    @AfterAll
    static void shut() {
        beside.close();
    }

    private static Route route(String id, String audience, String... scopes) {
        return Route.newBuilder()
                .setId(id)
                .setAudience(audience)
                .setScopes(List.of(scopes))
                .setToken(true)
                .build();
    }

    private static void routes(Route... routes) {
        fabric.service("orders", service("orders", VERSIONS.incrementAndGet(), s -> s.setRoutes(List.of(routes))));
    }

    private void awaitCode(String code) {
        await().untilAsserted(() -> assertThat(doors.validate("{\"key\":\"" + secret.reveal() + "\"}")
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo(code));
    }

    private void give(Consumer<dev.keyfabric.schemas.event.KeyState.Builder> change, String code) {
        write(change);
        awaitCode(code);
    }

    private static Http.Answer batch(String... questions) {
        return doors.ask(
                "POST",
                "/v1/validate/batch",
                "{\"items\":[" + String.join(",", questions) + "]}",
                "Content-Type",
                "application/json");
    }

    private static double counted(String door, String code) {
        String name = "keyfabric_verdicts_total{code=\"" + code + "\",door=\"" + door + "\"} ";
        String metrics = doors.get("/prometheus").raw().body();
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void aBatchIsAnsweredInItsOrderAndEachEntryIsCounted() {
        awaitCode("VALID");
        double valid = counted("batch", "VALID");
        double lacking = counted("batch", "INSUFFICIENT_SCOPE");
        String key = "{\"key\":\"" + secret.reveal() + "\"";
        Http.Answer answer = batch(
                key + "}",
                "{}",
                key + ",\"scopes\":[\"orders:delete\"]}",
                key + ",\"position\":\"keys.v1-0@99999999\"}",
                key + "}");
        assertThat(answer.status()).isEqualTo(200);
        List<String> codes = new ArrayList<>();
        answer.json().get("items").forEach(item -> codes.add(item.get("code").asText()));
        assertThat(codes).containsExactly("VALID", "MISSING_CREDENTIAL", "INSUFFICIENT_SCOPE", "STALE", "VALID");
        assertThat(counted("batch", "VALID")).isEqualTo(valid + 2);
        assertThat(counted("batch", "INSUFFICIENT_SCOPE")).isEqualTo(lacking + 1);
    }

    @Test
    void anEntryOfABatchIsAnsweredAsIfAlone() {
        awaitCode("VALID");
        String question = "{\"key\":\"" + secret.reveal() + "\",\"audience\":\"orders\"}";
        JsonNode alone = doors.validate(question).json();
        JsonNode entry = batch(question).json().at("/items/0");
        assertThat(entry.toString().replaceAll("\"asOf\".*", ""))
                .isEqualTo(alone.toString().replaceAll("\"asOf\".*", ""));
    }

    @Test
    void aBatchWithAMalformedEntryIsRefusedAndNothingOfItIsJudged() {
        awaitCode("VALID");
        double before = counted("batch", "VALID");
        Http.Answer answer = batch("{\"key\":\"" + secret.reveal() + "\"}", "{\"cost\":-1}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("code").asText()).isEqualTo("MALFORMED");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("/items/1/cost");
        assertThat(answer.raw().body()).doesNotContain(secret.reveal());
        assertThat(counted("batch", "VALID")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/authorize/r/read,200",
        "/v1/authorize/r/read/,200",
        "/v1/authorize/r/read/orders/7?audience=payments&scope=orders:never,200",
        "/v1/authorize/r/own/x,200",
        "/v1/authorize/r/pay,200",
        "/v1/authorize/r/never/x,403"
    })
    void aRouteHasThePolicyOfItsNameWhateverTheCallerAsksFor(String path, int status) {
        awaitCode("VALID");
        await().untilAsserted(() -> assertThat(
                        doors.get(path, "X-API-Key", secret.reveal()).status())
                .isEqualTo(status));
        Http.Answer answer = doors.ask("PROPFIND", path, null, "Authorization", "Bearer " + secret.reveal());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("X-Consumer-Id")).isEqualTo(status == 200 ? OWNER : null);
        assertThat(answer.header("x-envoy-auth-headers-to-remove"))
                .isEqualTo(status == 200 ? "authorization,x-api-key" : null);
        if (status == 403) {
            assertThat(answer.json().get("code").asText()).isEqualTo("INSUFFICIENT_SCOPE");
        }
    }

    /** Each is what some proxy, router or file system would take for the route {@code read}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/authorize/r/nowhere",
                "/v1/authorize/r/both",
                "/v1/authorize/r/theirs",
                "/v1/authorize/r",
                "/v1/authorize/r/",
                "/v1/authorize/r//read",
                "/v1/authorize//r/read",
                "/v1/authorize/r/./read",
                "/v1/authorize/r/never/../read%00",
                "/v1/authorize/r/../r/read",
                "/v1/authorize/r/%2e%2e/r/read",
                "/v1/authorize/r/read%2f..%2fown",
                "/v1/authorize/r/%72ead",
                "/v1/authorize/r/read;x=/own",
                "/v1/authorize/r/read%5cown",
                "/v1/authorize/r/read%00",
                "/v1/authorize/r/read%20",
                "/v1/authorize/r/READ",
                "/v1/authorize/x/../r/read",
                "/v1/authorize;/r/read",
                "/v1/authorize/r/read#/own",
                "/v1/%61uthorize/r/read"
            })
    void nothingButItsNameChoosesARoute(String path) throws IOException {
        awaitCode("VALID");
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + secret.reveal()
                + "\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.[01] (400|403|404) .*").doesNotContainIgnoringCase("x-consumer-id");
        if (!path.contains("never")) {
            return;
        }
        // What the proxy's prefix names is what counts, wherever the caller's path leads to.
        assertThat(raw("GET /v1/authorize/r/never/../read HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: "
                        + secret.reveal() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("INSUFFICIENT_SCOPE");
    }

    /** The caller's own path comes through a proxy with whatever the caller wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a|b", "a\"b", "{id}", "%zz", "%", "a b", "\u00e4", "^`", "[", "?a=|", "?%zz", "//", ";a", "\\"})
    void aCallersPathHasNoSayInTheVerdict(String path) throws IOException {
        awaitCode("VALID");
        String answer = raw("GET /v1/authorize/r/read/" + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + secret.reveal() + "\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.[01] (200|400) .*");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(beside.url().getHost(), beside.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Http.Answer introspect(String... pairs) {
        List<String> form = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            form.add(pairs[i] + "=" + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return doors.ask(
                "POST", "/v1/introspect", String.join("&", form), "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void aGoodKeyIsIntrospected() {
        Instant end = Instant.parse("2099-01-01T00:00:00Z");
        give(k -> k.setAudiences(List.of("orders")).setExpiresAt(end), "VALID");
        Http.Answer answer = introspect("token", secret.reveal(), "token_type_hint", "access_token", "client_id", "x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode said = answer.json();
        assertThat(said.get("active").asBoolean()).isTrue();
        assertThat(said.get("scope").asText()).isEqualTo("orders:read orders:write");
        assertThat(said.get("client_id").asText()).isEqualTo(OWNER);
        assertThat(said.get("sub").asText()).isEqualTo(OWNER);
        assertThat(said.get("jti").asText()).isEqualTo(id);
        assertThat(said.get("exp").asLong()).isEqualTo(end.getEpochSecond());
        assertThat(said.get("aud").get(0).asText()).isEqualTo("orders");
        assertThat(said.get("iss").asText()).isEqualTo("test.domain");
        assertThat(said.has("nbf")).isFalse();
        assertThat(answer.raw().body()).doesNotContain(secret.reveal());
    }

    @Test
    void aKeyThatIsNotGoodIsInactiveAndNothingElse() {
        awaitCode("VALID");
        String inactive = "{\"active\":false}";
        assertThat(introspect("token", "nonsense").raw().body()).isEqualTo(inactive);
        assertThat(introspect("token", secret.reveal(), "scope", "orders:delete")
                        .raw()
                        .body())
                .isEqualTo(inactive);
        assertThat(introspect("token", secret.reveal(), "scope", "orders:read")
                        .json()
                        .get("active")
                        .asBoolean())
                .isTrue();
        give(k -> k.setStatus(KeyStatus.REVOKED), "REVOKED");
        Http.Answer revoked = introspect("token", secret.reveal());
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.raw().body()).isEqualTo(inactive);
    }

    @Test
    void anIntrospectionInDoubtIsRefused() {
        for (String[] bad : new String[][] {
            {"x", "y"}, {"token", "a", "token", "b"}, {"token", "a", "audience", "*"}, {"token", "a", "scope", "a:*"}
        }) {
            Http.Answer answer = introspect(bad);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("error").asText()).startsWith("invalid_");
        }
        Http.Answer json = doors.ask("POST", "/v1/introspect", "{}", "Content-Type", "application/json");
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.json().get("detail").asText()).contains("/v1/introspect application/x-www-form-urlencoded");
    }
}
