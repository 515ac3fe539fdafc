package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.plan;
import static dev.keyfabric.validation.Events.signingKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.time.FakeTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One node with a signing key of its own, on a real broker; each test has an API key and a signing key of its own. */
abstract class IdentityFixture {
    static final String OWNER = "acme";
    static final String TXN_TYPE = "urn:ietf:params:oauth:token-type:txn_token";
    static final AtomicLong VERSIONS = new AtomicLong(1);
    static FakeTime time;
    static TestFabric fabric;
    static ValidatorNode node;
    static Http http;
    static int commands;

    final SigningKey own = SigningKey.generate(new SecureRandom());
    final ApiKey secret = Events.apiKey();
    final String id = Events.keyId(OWNER, "i" + commands++);

    @BeforeAll
    static void start() {
        time = new FakeTime(Instant.now());
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.plan("gold", plan("gold", 1, p -> {}));
        fabric.tickAll();
        node = open("n1", Map.of("keyfabric.trust.root", fabric.root.pin().thumbprint()));
        http = new Http(node.url());
    }

    static ValidatorNode open(String name, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "keyfabric.node.id",
                name,
                "keyfabric.data",
                Folders.fresh().toString(),
                "keyfabric.kafka.bootstrap.servers",
                fabric.client().get("bootstrap.servers"),
                "keyfabric.trust-domain",
                "test.domain",
                "keyfabric.http.port",
                0));
        settings.putAll(more);
        ValidatorNode opened = ValidatorNode.start(settings, time.source());
        Http asking = new Http(opened.url());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(asking.get("/health/readiness").status()).isEqualTo(200));
        return opened;
    }

    @AfterAll
    static void stop() {
        node.close();
        fabric.close();
    }

    @BeforeEach
    void give() {
        write(k -> {});
        enrol(own, "n1", SigningKeyStatus.ACTIVE, "orders");
        node.engine().signWith(() -> Optional.of(own));
        awaitKey(own, "ACTIVE");
        await().until(() -> node.engine().standing(id).isPresent());
    }

    void write(Consumer<KeyState.Builder> change) {
        fabric.key(id, key(id, OWNER, VERSIONS.incrementAndGet(), k -> {
            k.setSecrets(List.of(current(secret))).setScopes(List.of("orders:read", "orders:write"));
            change.accept(k);
        }));
    }

    static void enrol(SigningKey key, String owner, SigningKeyStatus status, String... services) {
        fabric.signingKey(
                key.kid(),
                signingKey(
                        key.publicKey(),
                        owner,
                        VERSIONS.incrementAndGet(),
                        k -> k.setStatus(status)
                                .setServices(List.of(services))
                                .setTaintedAt(
                                        status == SigningKeyStatus.TAINTED
                                                ? time.source().wall().instant()
                                                : null)));
    }

    static JsonNode published(String kid) {
        for (JsonNode key : http.get("/.well-known/jwks.json").json().get("keys")) {
            if (key.get("kid").asText().equals(kid)) {
                return key;
            }
        }
        return null;
    }

    static void awaitKey(SigningKey key, String state) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            JsonNode jwk = published(key.kid());
            return jwk != null && jwk.get("kf_state").asText().equals(state);
        });
    }

    String asking(String more) {
        return "{\"key\":\"" + secret.reveal() + "\",\"token\":true" + more + "}";
    }

    String token(String audience, String... scopes) {
        String list = List.of(scopes).stream().map(s -> '"' + s + '"').collect(Collectors.joining(",", "[", "]"));
        return http.validate(asking(",\"audience\":\"" + audience + "\",\"scopes\":" + list))
                .json()
                .get("token")
                .asText();
    }

    static Http.Answer exchange(String... pairs) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], pairs[i + 1]);
        }
        return post(form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    static Http.Answer post(String form) {
        return http.ask("POST", "/v1/token", form, "Content-Type", "application/x-www-form-urlencoded");
    }

    static void refused(Http.Answer answer, String error) {
        assertThat(answer.json().path("error").asText()).as(answer.raw().body()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(error.equals("temporarily_unavailable") ? 503 : 400);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    static TxnClaims claims(TokenVerifier verifier, String token) {
        TokenVerdict<TxnClaims> verdict = verifier.verifyTxnToken(token);
        return verdict instanceof VerifiedToken<TxnClaims> verified ? verified.claims() : null;
    }

    static ValidatorTrustedKeys trustedKeys() {
        return ValidatorTrustedKeys.polling(new ValidatorSettings(
                node.url(), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }
}
