package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.plan;
import static dev.keyfabric.validation.Events.signingKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.token.UnverifiedToken;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node comes by its signing key, and by the next one, with a registry that enrols what it is sent. */
class EnrolmentIT {
    private static final String OWNER = "acme";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestFabric fabric = new TestFabric();
    private final ApiKey secret = Events.apiKey();
    private final Path data = Folders.fresh();
    private final Path enrolmentKey = Folders.fresh().resolve("enrolment.key");
    private final List<VerifyingKey> enrolled = new CopyOnWriteArrayList<>();
    private HttpServer registry;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(enrolmentKey.getParent());
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/v1/signing-keys/challenge", http -> answer(http, 200, "{\"nonce\":\"n\"}"));
        registry.createContext("/v1/signing-keys", this::enrol);
        registry.start();
        String id = Events.keyId(OWNER, "c1");
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.plan("gold", plan("gold", 1, p -> {}));
        fabric.key(id, key(id, OWNER, 1, k -> k.setSecrets(List.of(current(secret)))));
        fabric.tickAll();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
        fabric.close();
    }

    private void enrol(HttpExchange http) throws IOException {
        JsonNode request = JSON.readTree(http.getRequestBody());
        try {
            VerifyingKey key = VerifyingKey.fromJwk(request.get("publicKey").toString());
            if (!enrolled.contains(key)) {
                enrolled.add(key);
                write(key, 1, SigningKeyStatus.valueOf(request.get("status").asText()));
            }
            answer(
                    http,
                    201,
                    "{\"kid\":\"" + key.kid() + "\",\"owner\":\"n1\",\"use\":\"txn\",\"trustRoot\":\""
                            + fabric.root.key.kid() + "\"}");
        } catch (MalformedTextException e) {
            answer(http, 422, "{}");
        }
    }

    private void write(VerifyingKey key, long version, SigningKeyStatus status) {
        fabric.signingKey(key.kid(), signingKey(key, "n1", version, k -> k.setStatus(status)));
    }

    private static void answer(HttpExchange http, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(status, bytes.length);
        try (var out = http.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void enrolmentKey() throws IOException {
        Path beside = enrolmentKey.resolveSibling("beside");
        Files.writeString(beside, Events.apiKey().reveal() + "\n");
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
        Files.move(beside, enrolmentKey, StandardCopyOption.REPLACE_EXISTING);
    }

    private ValidatorNode node() {
        return ValidatorNode.start(Map.of(
                "keyfabric.node.id",
                "n1",
                "keyfabric.data",
                data.toString(),
                "keyfabric.kafka.bootstrap.servers",
                fabric.client().get("bootstrap.servers"),
                "keyfabric.trust.root",
                fabric.root.pin().thumbprint(),
                "keyfabric.service",
                "orders",
                "keyfabric.registry.url",
                "http://127.0.0.1:" + registry.getAddress().getPort(),
                "keyfabric.enrolment.key.file",
                enrolmentKey.toString(),
                "keyfabric.http.port",
                0));
    }

    private String signer(Http http) throws MalformedTextException {
        Http.Answer answer = http.validate("{\"key\":\"" + secret.reveal() + "\",\"token\":true}");
        return answer.status() != 200
                ? ""
                : UnverifiedToken.readWithoutVerification(
                                answer.json().get("token").asText())
                        .orElseThrow()
                        .unverifiedHeader()
                        .string("kid")
                        .orElseThrow();
    }

    private static String stage(Http http) {
        return http.get("/health").json().at("/details/signing/details/key").asText();
    }

    @Test
    void aNodeEnrolsItsKeyKeepsItOverARestartAndChangesToTheNextWhenItIsActivated() throws Exception {
        try (ValidatorNode node = node()) {
            Http http = new Http(node.url());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> http.get("/health/readiness").status() == 200);
            assertThat(stage(http)).isEqualTo("NONE");
            assertThat(signer(http)).isEmpty();
            enrolmentKey();
            await().atMost(Duration.ofSeconds(20)).until(() -> !signer(http).isEmpty());
            assertThat(signer(http)).isEqualTo(enrolled.get(0).kid());
            await().until(() -> stage(http).equals("ACTIVE"));
            assertThat(http.get("/health")
                            .json()
                            .at("/details/signing/details/signsFor/0")
                            .asText())
                    .isEqualTo("orders");
        }
        try (ValidatorNode node = node()) {
            Http http = new Http(node.url());
            await().atMost(Duration.ofSeconds(60)).until(() -> !signer(http).isEmpty());
            assertThat(signer(http)).isEqualTo(enrolled.get(0).kid());
            assertThat(enrolled).hasSize(1);

            enrolmentKey();
            await().atMost(Duration.ofSeconds(20)).until(() -> enrolled.size() == 2);
            assertThat(signer(http)).isEqualTo(enrolled.get(0).kid());
            write(enrolled.get(1), 2, SigningKeyStatus.ACTIVE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> signer(http).equals(enrolled.get(1).kid()));
            write(enrolled.get(1), 3, SigningKeyStatus.TAINTED);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> signer(http).equals(enrolled.get(0).kid()));
        }
    }
}
