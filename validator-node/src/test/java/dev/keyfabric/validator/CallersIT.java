package dev.keyfabric.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.ServiceClaims;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.settings.SettingsException;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node that listens beyond loopback, with TLS: who may ask it what. */
class CallersIT extends IdentityFixture {
    private static final Map<String, String> ORDERS = Map.of("audience", "orders");
    private static TestCertificates certificates;
    private static ValidatorNode guarded;
    private static Http stranger;
    private static Http known;
    private static Http management;

    @BeforeAll
    static void open() throws Exception {
        certificates = new TestCertificates();
        guarded = beyond("guarded", Map.of());
        stranger = certificates.http(guarded.url().getPort(), null);
        known = certificates.http(guarded.url().getPort(), certificates.caller(null));
        management = new Http(URI.create("http://127.0.0.1:" + guarded.managementPort()));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(stranger.get("/health/readiness").status()).isEqualTo(200));
    }

    @AfterAll
    static void shut() {
        guarded.close();
    }

    private static ValidatorNode beyond(String name, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "keyfabric.node.id", name,
                "keyfabric.data", Folders.fresh().toString(),
                "keyfabric.kafka.bootstrap.servers", fabric.client().get("bootstrap.servers"),
                "keyfabric.trust-domain", "test.domain",
                "keyfabric.trust.root", fabric.root.pin().thumbprint(),
                "keyfabric.http.host", "0.0.0.0",
                "keyfabric.http.port", 0,
                "keyfabric.tls.certificate.file", certificates.certificate.toString(),
                "keyfabric.tls.key.file", certificates.key.toString(),
                "keyfabric.tls.client-ca.file", certificates.clientCa.toString()));
        settings.putAll(more);
        return ValidatorNode.start(settings, time.source());
    }

    private String question() {
        return "{\"key\":\"" + secret.reveal() + "\"}";
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/validate,401",
        "POST,/v1/validate/batch,401",
        "POST,/v1/introspect,401",
        "POST,/v1/token,401",
        "GET,/v1/position,401",
        "GET,/v1/key-states/key_x,401",
        "GET,/v1/stamp-policies,401",
        "GET,/v1/nothing,401",
        "GET,/v1/%76alidate,401",
        "GET,/v1/authorize?audience=orders,401",
        "GET,/v1/view/rebuild,401",
        "GET,/.well-known/jwks.json,200",
        "GET,/health/liveness,200",
        "GET,/health/readiness,200",
        "GET,/health,404",
        "GET,/health/view,404",
        "GET,/prometheus,404"
    })
    void aStrangerIsLetToWhatIsOpenAndToNothingElse(String method, String path, int status) {
        Http.Answer answer =
                stranger.ask(method, path, method.equals("POST") ? "{}" : null, "Content-Type", "application/json");
        assertThat(answer.status()).isEqualTo(status);
        boolean open = path.startsWith("/v1/authorize") || path.startsWith("/v1/view");
        if (status == 401 && !open) {
            assertThat(answer.json().get("code").asText()).isEqualTo("CALLER_UNKNOWN");
        }
        if (path.startsWith("/health/l") || path.startsWith("/health/r")) {
            assertThat(answer.raw().body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void aStrangersProxyIsAnsweredOverHttp() {
        await().untilAsserted(
                        () -> assertThat(stranger.get("/v1/authorize?audience=orders", "X-API-Key", secret.reveal())
                                        .status())
                                .isEqualTo(200));
    }

    @Test
    void whoBringsACertificateOfAKnownAuthorityMayAsk() {
        await().untilAsserted(() -> assertThat(
                        known.validate(question()).json().path("code").asText())
                .isEqualTo("VALID"));
        assertThat(known.get("/v1/position").status()).isEqualTo(200);
        assertThat(known.get("/prometheus").status()).isEqualTo(404);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsTurnedAway() throws Exception {
        X509Bundle theirs = new TestCertificates().caller("orders");
        Http other = certificates.http(guarded.url().getPort(), theirs);
        assertThatThrownBy(() -> other.get("/health/liveness")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aServiceJwtForThisNodeIsAProofAndOneForAnotherIsNone() {
        awaitKey(own, "ACTIVE");
        await().untilAsserted(
                        () -> assertThat(asked(serviceJwt("guarded", own))).isEqualTo(200));
        assertThat(asked(serviceJwt("n1", own))).isEqualTo(401);
        assertThat(asked(serviceJwt("guarded", SigningKey.generate(new SecureRandom()))))
                .isEqualTo(401);
        assertThat(asked(secret.reveal())).isEqualTo(401);
        assertThat(asked(token("orders"))).isEqualTo(401);
    }

    private int asked(String bearer) {
        return stranger.ask(
                        "POST",
                        "/v1/validate",
                        question(),
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + bearer)
                .status();
    }

    private static String serviceJwt(String node, SigningKey key) {
        Instant now = Instant.ofEpochSecond(time.source().wall().instant().getEpochSecond());
        return new TokenIssuer(key)
                .issue(new ServiceClaims(
                        "test.domain",
                        "orders",
                        node,
                        now,
                        now.plusSeconds(60),
                        Set.of(),
                        null,
                        List.of(),
                        null,
                        null));
    }

    @Test
    void metricsAndDetailsAreAtTheManagementPort() {
        assertThat(management.get("/prometheus").raw().body()).contains("keyfabric_verdicts_total");
        assertThat(management
                        .get("/health")
                        .json()
                        .at("/details/tls/details/notAfter")
                        .asText())
                .isNotEmpty();
        assertThat(management.get("/v1/position").status()).isEqualTo(200);
    }

    @Test
    void aTokenIsExchangedForNobodyButTheServiceOfTheCertificate() throws Exception {
        SigningKey nodes = SigningKey.generate(new SecureRandom());
        enrol(nodes, "guarded", SigningKeyStatus.ACTIVE, "orders", "payments");
        guarded.engine().signWith(() -> java.util.Optional.of(nodes));
        Http orders = certificates.http(guarded.url().getPort(), certificates.caller("orders"));
        await().untilAsserted(() ->
                assertThat(exchanged(orders, "&client_id=orders").status()).isEqualTo(200));
        assertThat(exchanged(orders, "").status()).isEqualTo(200);
        refused(exchanged(orders, "&client_id=payments"), "invalid_client");
        refused(exchanged(known, "&client_id=orders"), "invalid_client");
        refused(exchanged(management, "&client_id=orders"), "invalid_client");
    }

    private Http.Answer exchanged(Http by, String more) {
        return by.ask(
                "POST",
                "/v1/token",
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                        + "&subject_token_type=urn:keyfabric:token-type:api-key&subject_token=" + secret.reveal()
                        + more,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    @Test
    void anUnknownEnvoyIsDeniedInTheAnswerItself() throws Exception {
        await().untilAsserted(
                        () -> assertThat(stranger.get("/v1/authorize?audience=orders", "X-API-Key", secret.reveal())
                                        .status())
                                .isEqualTo(200));
        try (Envoy unknown = envoy(null);
                Envoy envoy = envoy(certificates.caller(null))) {
            CheckResponse denied = unknown.check(ORDERS, r -> r.putHeaders("x-api-key", secret.reveal()));
            assertThat(denied.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
            assertThat(envoy.check(ORDERS, r -> r.putHeaders("x-api-key", secret.reveal()))
                            .getStatus()
                            .getCode())
                    .isEqualTo(Code.OK_VALUE);
        }
    }

    private static Envoy envoy(X509Bundle own) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(certificates.authority.getCertificate());
        if (own != null) {
            tls.keyManager(own.getKeyPair().getPrivate(), own.getCertificatePath());
        }
        return new Envoy(NettyChannelBuilder.forAddress("127.0.0.1", guarded.grpcPort())
                .sslContext(tls.build())
                .build());
    }

    @Test
    void aNewCertificateIsTakenLiveAndABrokenOneLeavesTheOldAndIsAFault() throws Exception {
        Files.writeString(certificates.certificate, "-----BEGIN nonsense");
        await().untilAsserted(() -> assertThat(management
                        .get("/health")
                        .json()
                        .at("/details/tls/details/fault")
                        .isTextual())
                .isTrue());
        assertThat(shown(guarded.url().getPort())).doesNotContain("CN=renewed");
        assertThat(stranger.get("/health/liveness").status()).isEqualTo(200);
        certificates.give(certificates.node("CN=renewed"));
        await().untilAsserted(() -> {
            assertThat(shown(guarded.url().getPort())).isEqualTo("CN=renewed");
            assertThat(shown(guarded.grpcPort())).isEqualTo("CN=renewed");
        });
        assertThat(management
                        .get("/health")
                        .json()
                        .at("/details/tls/details/fault")
                        .isNull())
                .isTrue();
    }

    private static String shown(int port) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificates.client(null).getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @Test
    void withoutTlsOrAWayToKnowCallersItDoesNotStart() {
        Map<String, Object> none = new HashMap<>();
        none.put("keyfabric.tls.certificate.file", "");
        none.put("keyfabric.tls.key.file", "");
        none.put("keyfabric.tls.client-ca.file", "");
        assertThatThrownBy(() -> beyond("plain", none))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.http.host");
        assertThatThrownBy(() -> beyond("all", Map.of("keyfabric.tls.client-ca.file", "", "keyfabric.trust.root", "")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.tls.client-ca.file");
        assertThatThrownBy(() -> beyond("key", Map.of("keyfabric.tls.key.file", certificates.clientCa.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("PKCS#8");
    }
}
