package dev.keyfabric.validation.embedded;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.settings.SettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedValidatorIT {
    private static final String OWNER = "acme";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static TestFabric fabric;
    private static int made;

    private final ApiKey secret = Events.apiKey();
    private final String id = Events.keyId(OWNER, "e" + made++);

    @BeforeAll
    static void start() {
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.plan("gold", Events.plan("gold", 1, plan -> {}));
        fabric.tickAll();
    }

    @AfterAll
    static void stop() {
        fabric.close();
    }

    @BeforeEach
    void give() {
        write(1, KeyStatus.ACTIVE);
    }

    private void write(long version, KeyStatus status) {
        fabric.key(
                id,
                key(
                        id,
                        OWNER,
                        version,
                        k -> k.setStatus(status)
                                .setScopes(List.of("orders:read"))
                                .setSecrets(List.of(current(secret)))));
    }

    private static Map<String, Object> settings(String node, Path folder) {
        return new HashMap<>(Map.of(
                "keyfabric.node.id",
                node,
                "keyfabric.data",
                folder.toString(),
                "keyfabric.service",
                "orders",
                "keyfabric.kafka.bootstrap.servers",
                fabric.client().get("bootstrap.servers")));
    }

    private static EmbeddedValidator ready(String node) throws InterruptedException {
        EmbeddedValidator validator = Keyfabric.validator(settings(node, Folders.fresh()));
        assertThat(validator.awaitReady(LONG)).isTrue();
        return validator;
    }

    private Question question(String... scopes) {
        return new Question(Credential.of(secret.reveal()), null, List.of(scopes), null);
    }

    @Test
    void itAnswersWhatTheNodeAnswers() throws Exception {
        try (EmbeddedValidator validator = ready("e-answers")) {
            assertThat(validator.judge(question("orders:read"))).isInstanceOf(Verdict.Valid.class);
            assertThat(validator.judge(question("orders:write")).code()).isEqualTo(Code.INSUFFICIENT_SCOPE);
            assertThat(validator.judge(question()).keyId()).isEqualTo(id);
            assertThat(validator.service()).contains("orders");
        }
    }

    @Test
    void itsFiguresAreShownWhereTheApplicationWantsThem() throws Exception {
        MeterRegistry meters = new SimpleMeterRegistry();
        try (EmbeddedValidator validator = ready("e-meters")) {
            new EmbeddedMetrics(validator).bindTo(meters);
            validator.judge(question("orders:write"));
            validator.refuse(Code.POLICY_INVALID);

            assertThat(verdicts(meters, Code.INSUFFICIENT_SCOPE)).isEqualTo(1);
            assertThat(verdicts(meters, Code.POLICY_INVALID)).isEqualTo(1);
            assertThat(verdicts(meters, Code.VALID)).isZero();
            assertThat(meters.get("keyfabric.node.ready").gauge().value()).isEqualTo(1);
        }
    }

    private static double verdicts(MeterRegistry meters, Code code) {
        return meters.get("keyfabric.verdicts")
                .tags("door", "embedded", "code", code.name())
                .functionCounter()
                .count();
    }

    @Test
    void aRevocationIsSeenByTheNextQuestion() throws Exception {
        try (EmbeddedValidator validator = ready("e-revoked")) {
            assertThat(validator.judge(question()).code()).isEqualTo(Code.VALID);
            write(2, KeyStatus.REVOKED);
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> validator.judge(question()).code() == Code.REVOKED);
        }
    }

    @Test
    void aSecondOneOnTheFolderIsRefusedAndOneAfterTheFirstIsNot() throws Exception {
        Path folder = Folders.fresh();
        try (EmbeddedValidator first = Keyfabric.validator(settings("e-first", folder))) {
            assertThatThrownBy(() -> Keyfabric.validator(settings("e-second", folder)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("keyfabric.data is in use: this process has a validator on");
            assertThat(first.awaitReady(LONG)).isTrue();
        }
        try (EmbeddedValidator next = Keyfabric.validator(settings("e-first", folder))) {
            assertThat(next.awaitReady(LONG)).isTrue();
        }
    }

    @Test
    void aStartThatFailsLetsTheFolderGo() throws Exception {
        Path folder = Folders.fresh();
        Path noFolder = Files.createDirectories(Folders.fresh()).resolve("file");
        Files.writeString(noFolder, "in the way");
        Map<String, Object> wrong = settings("e-wrong", noFolder);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Keyfabric.validator(wrong))
                    .hasMessageContaining("cannot use the folder")
                    .hasMessageNotContaining("in use");
        }
        Keyfabric.validator(settings("e-wrong", folder)).close();
    }

    @Test
    void itLeavesTheFleetWhenItIsClosedAndAnswersNothingAfterwards() throws Exception {
        EmbeddedValidator validator = ready("e-leaves");
        await().atMost(LONG).until(() -> !fabric.positionsOf("e-leaves").isEmpty());
        validator.close();
        validator.close();
        List<NodePosition> said = fabric.positionsOf("e-leaves");
        assertThat(said.get(said.size() - 1)).isNull();
        assertThat(validator.judge(question()).code()).isEqualTo(Code.NOT_READY);
        assertThat(validator.awaitReady(LONG)).isFalse();
    }

    @Test
    void whoWaitsForAFreshOneWithoutABrokerIsToldNo() throws Exception {
        Map<String, Object> nowhere = settings("e-nowhere", Folders.fresh());
        nowhere.put("keyfabric.kafka.bootstrap.servers", "127.0.0.1:1");
        try (EmbeddedValidator validator = Keyfabric.validator(nowhere)) {
            assertThat(validator.awaitReady(Duration.ofMillis(100))).isFalse();
            assertThat(validator.judge(question()).code()).isEqualTo(Code.NOT_READY);
        }
    }

    @Test
    void settingsOfAProcessAndMisspeltOnesAreRefusedByName() {
        Map<String, Object> wrong = settings("e-settings", Folders.fresh());
        wrong.put("keyfabric.http.port", 8090);
        assertThatThrownBy(() -> Keyfabric.validator(wrong))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.http.port is a setting of a node with a process of its own");
        wrong.remove("keyfabric.http.port");
        wrong.put("keyfabric.stalenes.bound", "1h");
        assertThatThrownBy(() -> Keyfabric.validator(wrong))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.stalenes.bound is no setting of a validator");
    }

    @Test
    void aCredentialIsReadByTheRuleThatIsSet() throws Exception {
        Map<String, Object> settings = settings("e-credentials", Folders.fresh());
        settings.put("keyfabric.credentials", "x-api-key");
        settings.put("keyfabric.client-ip.header", "X-Real-IP");
        Map<String, List<String>> headers = Map.of(
                "Authorization", List.of("Bearer other"),
                "X-API-Key", List.of(secret.reveal()),
                "X-Real-IP", List.of("10.0.0.1, 10.0.0.2"));
        try (EmbeddedValidator validator = Keyfabric.validator(settings)) {
            assertThat(validator.credential(name -> headers.getOrDefault(name, List.of())))
                    .isEqualTo(Credential.of(secret.reveal()));
            assertThat(validator.clientIp(null, name -> headers.getOrDefault(name, List.of())))
                    .isEqualTo("10.0.0.2");
        }
    }
}
