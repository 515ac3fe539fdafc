package dev.keyfabric.micronaut;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.judge.AsOf;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.outward.OutwardRefusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiresScopeIT {
    private static final String OWNER = "acme";
    private static final SigningKey OWN = SigningKey.generate(new SecureRandom());
    private static TestFabric fabric;
    private static Application app;
    private static int made;

    private final ApiKey secret = Events.apiKey();
    private final String id = Events.keyId(OWNER, "m" + made++);

    @BeforeAll
    static void start() throws InterruptedException {
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.plan("gold", Events.plan("gold", 1, plan -> {}));
        fabric.signingKey(OWN.kid(), Events.signingKey(OWN.publicKey(), "app-1", 1, k -> {}));
        fabric.tickAll();
        app = Application.started("routes", Application.embedded(fabric, "app-1"))
                .ready();
        app.validator().engine().signWith(() -> Optional.of(OWN));
    }

    @AfterAll
    static void stop() {
        app.close();
        fabric.close();
    }

    @BeforeEach
    void give() {
        write(1, k -> {});
        await().atMost(Duration.ofSeconds(30))
                .until(() -> app.validator().engine().standing(id).isPresent());
    }

    private void write(long version, Consumer<KeyState.Builder> change) {
        fabric.key(id, key(id, OWNER, version, k -> {
            k.setScopes(List.of("orders:read")).setSecrets(List.of(current(secret)));
            change.accept(k);
        }));
    }

    private HttpResponse<String> get(String path) {
        return app.ask("GET", path, "X-API-Key", secret.reveal());
    }

    private static void isRefused(HttpResponse<String> answer, Code code) {
        OutwardRefusal refusal = OutwardRefusal.of(new Denied(code, null, new AsOf(null, 0)));
        assertThat(answer.statusCode()).isEqualTo(refusal.status());
        assertThat(answer.body()).isEqualTo(new String(refusal.body(), StandardCharsets.UTF_8));
        assertThat(answer.headers().firstValue("Content-Type")).contains(OutwardRefusal.CONTENT_TYPE);
        refusal.headers()
                .forEach((name, value) ->
                        assertThat(answer.headers().allValues(name)).containsExactly(value));
    }

    @Test
    void whoIsLetInIsTheMethodsArgument() {
        assertThat(get("/routes/key").body())
                .isEqualTo("VerifiedCaller[consumer=acme, key=" + id + "] [orders:read] gold test");
    }

    @Test
    void aMethodWithoutTheAnnotationIsNotTouched() {
        assertThat(app.ask("GET", "/routes/open").body()).isEqualTo("nobody");
        assertThat(app.ask("GET", "/routes/open", "X-API-Key", "nonsense").body())
                .isEqualTo("nobody");
        assertThat(get("/routes/open").body()).isEqualTo("nobody");
    }

    @Test
    void aCallerThatNobodyProvedIsNoArgument() {
        assertThat(get("/routes/wrong").statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        "X-API-Key,          %s",
        "Authorization,      Bearer %s",
        "Authorization,      ApiKey %s",
        "Authorization,      bearer   %s"
    })
    void aKeyMayComeInEitherHeader(String name, String form) {
        assertThat(app.ask("GET", "/routes/current", name, form.formatted(secret.reveal()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyRefusalIsWhatTheAuthorizeDoorAnswers() {
        isRefused(app.ask("GET", "/routes/key"), Code.MISSING_CREDENTIAL);
        isRefused(
                app.ask(
                        "GET",
                        "/routes/key",
                        "X-API-Key",
                        secret.reveal(),
                        "Authorization",
                        "Bearer " + secret.reveal()),
                Code.AMBIGUOUS_CREDENTIAL);
        isRefused(app.ask("GET", "/routes/key", "X-API-Key", Events.apiKey().reveal()), Code.NOT_FOUND);
        isRefused(app.ask("GET", "/routes/key?api_key=" + secret.reveal()), Code.MISSING_CREDENTIAL);
        isRefused(get("/routes/inherited"), Code.INSUFFICIENT_SCOPE);
    }

    @Test
    void aRevocationIsSeenByTheNextRequestAfterItIsApplied() {
        assertThat(get("/routes/key").statusCode()).isEqualTo(200);
        write(2, k -> k.setStatus(KeyStatus.REVOKED).setRevocationReason(RevocationReason.LEAKED));
        await().pollInterval(Duration.ofMillis(2))
                .until(() -> app.validator()
                        .engine()
                        .standing(id)
                        .orElseThrow()
                        .status()
                        .equals("REVOKED"));
        isRefused(get("/routes/key"), Code.REVOKED);
    }

    @Test
    void aDemandAtAnInterfaceCounts() {
        isRefused(get("/routes/inherited"), Code.INSUFFICIENT_SCOPE);
        write(2, k -> k.setScopes(List.of("orders:*")));
        app.awaitStatus(200, "/routes/inherited", "X-API-Key", secret.reveal());
    }

    @Test
    void aDemandThatIsNoScopeLetsNobodyIn() {
        isRefused(get("/routes/no-scope"), Code.UNAVAILABLE);
    }

    @Test
    void aRefusalOfHeadHasNoBody() {
        HttpResponse<String> answer = app.ask("HEAD", "/routes/key");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theCallIsTheCurrentContextOnWhicheverThreadServesItAndOnNoneAfterwards() {
        for (int i = 0; i < 20; i++) {
            assertThat(get("/routes/current").body()).isEqualTo("acme [orders:read]");
            assertThat(get("/routes/current-elsewhere").body()).isEqualTo("acme [orders:read]");
            assertThat(get("/routes/current-open").body()).isEqualTo("nobody");
        }
    }

    @Test
    void aKeyWithAnAllowListNeedsAnAddressThatIsKnown() {
        write(2, k -> k.setIpAllowlist(List.of("127.0.0.0/8")));
        app.awaitStatus(403, "/routes/key", "X-API-Key", secret.reveal());
        isRefused(get("/routes/key"), Code.IP_NOT_ALLOWED);
    }

    @Test
    void whoIsLetInIsToldHowTheLimitsStandWhateverTheMethodAnswers() {
        assertThat(get("/routes/key").headers().map()).doesNotContainKeys("ratelimit", "x-ratelimit-remaining");
        write(2, k -> k.setRateLimits(List.of(new RateLimit("burst", 1000L, 3600L))));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        get("/routes/key").headers().firstValue("RateLimit").isPresent());

        HttpResponse<String> failed = get("/routes/fails");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.headers().firstValue("RateLimit-Policy")).contains("\"burst\";q=1000;w=3600");
        assertThat(failed.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"burst\";r=99");
        assertThat(get("/routes/open").headers().map()).doesNotContainKey("ratelimit");
    }

    @Test
    void whatTheMethodSaysOfLimitsItselfStays() {
        write(2, k -> k.setRateLimits(List.of(new RateLimit("burst", 1000L, 3600L))));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        get("/routes/key").headers().firstValue("RateLimit").isPresent());
        assertThat(get("/routes/own-limit").headers().allValues("RateLimit")).containsExactly("\"own\";r=1;t=1");
    }

    @Test
    void itsFiguresAreThoseOfTheApplicationsRegistry() throws Exception {
        MeterRegistry meters = new SimpleMeterRegistry();
        try (Application shown = Application.started("routes", Application.embedded(fabric, "app-4"), meters)
                .ready()) {
            shown.ask("GET", "/routes/key", "X-API-Key", secret.reveal());
            shown.ask("GET", "/routes/key");

            assertThat(verdicts(meters, Code.VALID)).isEqualTo(1);
            assertThat(verdicts(meters, Code.MISSING_CREDENTIAL)).isEqualTo(1);
            assertThat(meters.get("keyfabric.view.keys").gauge().value()).isPositive();
        }
    }

    private static double verdicts(MeterRegistry meters, Code code) {
        return meters.get("keyfabric.verdicts")
                .tags("door", "embedded", "code", code.name())
                .functionCounter()
                .count();
    }

    @Test
    void withoutAValidatorADemandIsRefused() {
        try (Application without = Application.started("routes", Map.of())) {
            assertThat(without.ask("GET", "/routes/key", "X-API-Key", secret.reveal())
                            .statusCode())
                    .isEqualTo(503);
            assertThat(without.ask("GET", "/routes/open").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFreshOneWithoutABrokerAnswersNotReady() {
        Map<String, Object> nowhere = Application.embedded(fabric, "app-2");
        nowhere.put("keyfabric.kafka.bootstrap.servers", "127.0.0.1:1");
        try (Application fresh = Application.started("routes", nowhere)) {
            isRefused(fresh.ask("GET", "/routes/key", "X-API-Key", secret.reveal()), Code.NOT_READY);
            assertThat(fresh.ask("GET", "/health/readiness").statusCode()).isEqualTo(503);
        }
        assertThat(app.ask("GET", "/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongAndMisspeltSettingsEndTheStartByName() {
        Map<String, Object> misspelt = Application.embedded(fabric, "app-3");
        misspelt.put("keyfabric.stalenes.bound", "1h");
        assertThatThrownBy(() -> Application.started("routes", misspelt))
                .hasStackTraceContaining("keyfabric.stalenes.bound is no setting of a validator");
        Map<String, Object> nameless = Application.embedded(fabric, "app-3");
        nameless.remove("keyfabric.service");
        assertThatThrownBy(() -> Application.started("routes", nameless))
                .hasStackTraceContaining("keyfabric.service must be set");
    }
}
