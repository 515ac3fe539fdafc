package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Route;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Envoy's gRPC at a node that stands beside {@code orders}. */
class CheckIT extends IdentityFixture {
    private static final Map<String, String> ORDERS = Map.of("audience", "orders", "scope", "orders:read");
    private static ValidatorNode beside;
    private static Envoy envoy;
    private static Http doors;

    @BeforeAll
    static void open() {
        beside = open(
                "beside",
                Map.of("keyfabric.trust.root", fabric.root.pin().thumbprint(), "keyfabric.service", "orders"));
        envoy = new Envoy(beside.grpcPort());
        doors = new Http(beside.url());
        Route route = Route.newBuilder()
                .setId("read")
                .setAudience(null)
                .setScopes(List.of("orders:read"))
                .setToken(false)
                .build();
        fabric.service("orders", service("orders", 1, s -> s.setRoutes(List.of(route))));
        await().untilAsserted(() ->
                assertThat(beside.engine().routes("read").orElseThrow()).hasSize(1));
    }

    @AfterAll
    static void shut() {
        envoy.close();
        beside.close();
    }

    private CheckResponse check(Map<String, String> policy, Consumer<HttpRequest.Builder> request) {
        return envoy.check(policy, request);
    }

    private void awaitCode(String code) {
        await().untilAsserted(() -> assertThat(doors.validate("{\"key\":\"" + secret.reveal() + "\"}")
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo(code));
    }

    private static Map<String, String> values(List<HeaderValueOption> headers) {
        return headers.stream()
                .collect(Collectors.toMap(
                        h -> h.getHeader().getKey(), h -> h.getHeader().getValue()));
    }

    private static JsonNode problem(CheckResponse response) throws Exception {
        return new ObjectMapper().readTree(response.getDeniedResponse().getBody());
    }

    @Test
    @SuppressWarnings("deprecation")
    void aGoodKeyIsLetThroughWithItsIdentityAndWithoutTheKey() {
        awaitCode("VALID");
        CheckResponse yes = check(
                ORDERS,
                r -> r.putHeaders("authorization", "Bearer " + secret.reveal())
                        .putHeaders("x-consumer-id", "admin")
                        .setPath("/orders/7?audience=payments"));
        assertThat(yes.getStatus().getCode()).isEqualTo(Code.OK_VALUE);
        Map<String, String> identity = values(yes.getOkResponse().getHeadersList());
        assertThat(identity.keySet())
                .containsExactlyInAnyOrder(
                        "x-consumer-id",
                        "x-consumer-scopes",
                        "x-consumer-plan",
                        "x-consumer-key-id",
                        "x-ratelimit-remaining",
                        "txn-token");
        assertThat(identity).containsEntry("x-consumer-id", OWNER).containsEntry("x-consumer-key-id", id);
        assertThat(identity.values()).allSatisfy(value -> assertThat(value).isNotEmpty());
        assertThat(yes.getOkResponse().getHeadersList())
                .allSatisfy(h -> assertThat(h.hasAppend() && !h.getAppend().getValue())
                        .as(h.getHeader().getKey())
                        .isTrue());
        assertThat(yes.getOkResponse().getHeadersToRemoveList())
                .containsExactlyInAnyOrder("authorization", "x-api-key");
        assertThat(yes.toString()).doesNotContain(secret.reveal());
    }

    @Test
    void rawHeadersAreReadToo() {
        awaitCode("VALID");
        assertThat(check(
                                ORDERS,
                                r -> r.getHeaderMapBuilder()
                                        .addHeaders(HeaderValue.newBuilder()
                                                .setKey("X-Api-Key")
                                                .setRawValue(ByteString.copyFromUtf8(secret.reveal()))))
                        .getStatus()
                        .getCode())
                .isEqualTo(Code.OK_VALUE);
        assertThat(check(
                                ORDERS,
                                r -> r.getHeaderMapBuilder()
                                        .addHeaders(HeaderValue.newBuilder()
                                                .setKey("authorization")
                                                .setValue("ApiKey " + secret.reveal())))
                        .getStatus()
                        .getCode())
                .isEqualTo(Code.OK_VALUE);
    }

    @Test
    void twoCredentialsAreAmbiguousHoweverTheyCome() {
        awaitCode("VALID");
        String key = secret.reveal();
        List<Consumer<HttpRequest.Builder>> doubled = List.of(
                r -> r.putHeaders("authorization", "Bearer " + key + ",Bearer " + key),
                r -> r.putHeaders("authorization", "Bearer " + key).putHeaders("x-api-key", key),
                r -> r.putHeaders("authorization", "Bearer " + key)
                        .getHeaderMapBuilder()
                        .addHeaders(HeaderValue.newBuilder().setKey("x-api-key").setValue(key)));
        for (Consumer<HttpRequest.Builder> request : doubled) {
            double before = counted("AMBIGUOUS_CREDENTIAL");
            CheckResponse no = check(ORDERS, request);
            assertThat(no.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(401);
            assertThat(counted("AMBIGUOUS_CREDENTIAL")).isEqualTo(before + 1);
        }
    }

    private static double counted(String code) {
        String name = "keyfabric_verdicts_total{code=\"" + code + "\",door=\"check\"} ";
        return doors.get("/prometheus")
                .raw()
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void aRefusalIsTheProblemOfHttpWithItsStatus() throws Exception {
        write(k -> k.setStatus(KeyStatus.REVOKED));
        awaitCode("REVOKED");
        CheckResponse revoked = check(ORDERS, r -> r.putHeaders("x-api-key", secret.reveal()));
        CheckResponse nothing = check(ORDERS, r -> {});
        assertThat(unnamed(revoked.toString())).isEqualTo(unnamed(nothing.toString()));
        assertThat(revoked.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED_VALUE);
        assertThat(revoked.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(401);
        assertThat(values(revoked.getDeniedResponse().getHeadersList()))
                .containsKey("www-authenticate")
                .containsEntry("content-type", "application/problem+json");
        Http.Answer overHttp = doors.get("/v1/authorize?audience=orders", "X-API-Key", secret.reveal());
        assertThat(unnamed(revoked.getDeniedResponse().getBody()))
                .isEqualTo(unnamed(overHttp.raw().body()));
        assertThat(revoked.hasDeniedResponse()).isTrue();
    }

    /** Without what names the one answer. */
    private static String unnamed(String answer) {
        return answer.replaceAll("urn:uuid:[0-9a-f-]{36}", "");
    }

    @Test
    void whatAGoodKeyIsNotForIsForbidden() throws Exception {
        awaitCode("VALID");
        CheckResponse no = check(Map.of("scope", "orders:delete"), r -> r.putHeaders("x-api-key", secret.reveal()));
        assertThat(no.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED_VALUE);
        assertThat(no.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
        assertThat(problem(no).get("code").asText()).isEqualTo("INSUFFICIENT_SCOPE");
    }

    @Test
    void thePolicyIsTheProxysAndOneInDoubtIsRefused() throws Exception {
        awaitCode("VALID");
        for (Map<String, String> bad : List.of(
                Map.of("audience", ""),
                Map.of("audience", "orders", "role", "admin"),
                Map.of("scope", "orders:*"),
                Map.of("token", "maybe"),
                Map.of("profile", "nginx"),
                Map.of("route", "nowhere"),
                Map.of("route", "read", "audience", "orders"),
                Map.of("route", "../read"))) {
            CheckResponse no = check(bad, r -> r.putHeaders("x-api-key", secret.reveal()));
            assertThat(problem(no).get("code").asText()).as(bad.toString()).isEqualTo("POLICY_INVALID");
            assertThat(no.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
        }
        // A demanded token needs a key of this node, which has none.
        assertThat(problem(check(Map.of("token", "true"), r -> r.putHeaders("x-api-key", secret.reveal())))
                        .get("code")
                        .asText())
                .isEqualTo("UNAVAILABLE");
    }

    @Test
    void aRouteAndNoPolicyAtAllMeanTheNodesOwnService() {
        awaitCode("VALID");
        for (Map<String, String> good : List.of(Map.<String, String>of(), Map.of("route", "read"))) {
            assertThat(check(good, r -> r.putHeaders("x-api-key", secret.reveal()))
                            .getStatus()
                            .getCode())
                    .as(good.toString())
                    .isEqualTo(Code.OK_VALUE);
        }
    }

    @Test
    void theAddressIsTheOneThatEnvoySees() throws Exception {
        write(k -> k.setIpAllowlist(List.of("10.0.0.0/8")));
        awaitCode("IP_NOT_ALLOWED");
        CheckRequest.Builder request = Envoy.request(ORDERS, r -> r.putHeaders("x-api-key", secret.reveal()));
        assertThat(problem(envoy.check(request)).get("code").asText()).isEqualTo("IP_NOT_ALLOWED");
        request.getAttributesBuilder()
                .getSourceBuilder()
                .getAddressBuilder()
                .getSocketAddressBuilder()
                .setAddress("10.1.2.3");
        assertThat(envoy.check(request).getStatus().getCode()).isEqualTo(Code.OK_VALUE);
    }

    @Test
    void whatIsNoRequestAndWhatIsTooLongIsNoYes() {
        assertThat(envoy.check(CheckRequest.newBuilder())
                        .getDeniedResponse()
                        .getStatus()
                        .getCodeValue())
                .isEqualTo(401);
        StatusRuntimeException tooLong = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> check(ORDERS, r -> r.setBody("a".repeat(70_000)).putHeaders("x-api-key", secret.reveal())));
        assertThat(tooLong.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        byte[] text = {(byte) 0xff, 0, 13, 10};
        assertThat(check(
                                ORDERS,
                                r -> r.getHeaderMapBuilder()
                                        .addHeaders(HeaderValue.newBuilder()
                                                .setKey("x-api-key")
                                                .setRawValue(ByteString.copyFrom(text))))
                        .getDeniedResponse()
                        .getStatus()
                        .getCodeValue())
                .isEqualTo(401);
        assertThat(new String(text, StandardCharsets.ISO_8859_1)).hasSize(4);
    }
}
