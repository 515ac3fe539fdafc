package dev.keyfabric.validation;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.signingKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.TokenSettings;
import dev.keyfabric.validation.view.ViewLimits;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidationEngineIT {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "c1");

    private final ApiKey secret = Events.apiKey();
    private TestFabric fabric;

    @BeforeEach
    void start() {
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        give(1, KeyStatus.ACTIVE);
        fabric.tickAll();
    }

    @AfterEach
    void stop() {
        fabric.close();
    }

    private long give(long version, KeyStatus status) {
        return fabric.put(
                Topic.KEYS,
                Routing.partition(new KeyId(ID), TestFabric.PARTITIONS),
                ID,
                key(ID, OWNER, version, k -> k.setStatus(status).setSecrets(List.of(current(secret)))));
    }

    private ValidationEngine open(String node, Path folder) {
        return open(node, folder, fabric.root.pin());
    }

    private ValidationEngine open(String node, Path folder, RootPin root) {
        return ValidationEngine.open(
                new EngineSettings(
                        node,
                        folder,
                        fabric.client(),
                        fabric.names,
                        new JudgeSettings(null, JudgeSettings.BOTH, JudgeSettings.STALENESS_BOUND, KeyPrefixes.DEFAULT),
                        Duration.ofMillis(500),
                        new ViewLimits(16, 0),
                        FollowerSettings.OUTDATED_AFTER,
                        EngineSettings.POSITION_WAIT,
                        EngineSettings.POSITION_WAITERS,
                        "test",
                        root,
                        TestLimits.SETTINGS,
                        new TokenSettings("test.domain", null, Duration.ZERO)),
                TimeSource.SYSTEM);
    }

    private Question question() {
        return new Question(Credential.of(secret.reveal()), null, List.of(), null);
    }

    private Code code(ValidationEngine engine) {
        return engine.judge(question()).code();
    }

    private void awaitCode(ValidationEngine engine, Code code) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(code(engine)).isEqualTo(code));
    }

    @Test
    void itAnswersFromTheTopicsAndTellsTheFleetHowFarItIs() {
        try (ValidationEngine engine = open("n1", Folders.fresh())) {
            assertThat(code(engine)).isEqualTo(Code.NOT_READY);
            awaitCode(engine, Code.VALID);
            assertThat(engine.status().ready()).isTrue();

            long offset = give(2, KeyStatus.REVOKED);
            int partition = Routing.partition(new KeyId(ID), TestFabric.PARTITIONS);
            Position revoked = new Position(Map.of(new PartitionId(Topic.KEYS, partition), offset));
            await().untilAsserted(() ->
                    assertThat(engine.judge(question(), revoked).code()).isEqualTo(Code.REVOKED));
            assertThat(engine.status().applied().toString()).contains("keys.v1-" + partition + "@" + offset);
            await().untilAsserted(() -> {
                List<NodePosition> said = fabric.positionsOf("n1");
                NodePosition last = said.get(said.size() - 1);
                assertThat(last.getNextOffsets().get("keys.v1").get(partition)).isEqualTo(offset + 1);
                assertThat(last.getReady()).isTrue();
                assertThat(last.getTopicIds()).containsKeys("keys.v1", "consumers.v1");
            });
        }
    }

    private boolean signed(ConsumerRecord<byte[], byte[]> said, SigningKey key) {
        Header signature = said.headers().lastHeader(RecordSignature.HEADER);
        RecordContent content = RecordContent.of(said.topic(), said.key(), said.value());
        return RecordSignature.verify(
                        signature == null ? null : signature.value(), content, KeyRing.of(key.publicKey()))
                instanceof VerifiedJws;
    }

    private ConsumerRecord<byte[], byte[]> last(String node) {
        List<ConsumerRecord<byte[], byte[]>> said = fabric.recordsOf(node);
        return said.get(said.size() - 1);
    }

    @Test
    void positionsAreSignedFromTheMomentThatTheNodeHasAKeyToTheWordWithWhichItLeaves() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        ValidationEngine engine = open("n1", Folders.fresh());
        awaitCode(engine, Code.VALID);
        engine.signWith(() -> Optional.of(key));
        await().untilAsserted(() -> assertThat(fabric.recordsOf("n1")).isNotEmpty());
        assertThat(fabric.recordsOf("n1"))
                .allSatisfy(said -> assertThat(said.headers().lastHeader(RecordSignature.HEADER))
                        .isNull());

        fabric.signingKey(key.kid(), signingKey(key.publicKey(), "n1", 1, k -> {}));
        await().untilAsserted(() -> assertThat(signed(last("n1"), key)).isTrue());
        engine.close();
        assertThat(last("n1").value()).isNull();
        assertThat(signed(last("n1"), key)).isTrue();
    }

    @Test
    void aTaintedKeySignsNoPositionAnyMore() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        fabric.signingKey(key.kid(), signingKey(key.publicKey(), "n1", 1, k -> {}));
        try (ValidationEngine engine = open("n1", Folders.fresh())) {
            engine.signWith(() -> Optional.of(key));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !fabric.recordsOf("n1").isEmpty());
            await().untilAsserted(() -> assertThat(signed(last("n1"), key)).isTrue());
            fabric.signingKey(
                    key.kid(),
                    signingKey(
                            key.publicKey(),
                            "n1",
                            2,
                            k -> k.setStatus(SigningKeyStatus.TAINTED).setTaintedAt(Events.AT)));
            await().untilAsserted(() -> assertThat(last("n1").headers().lastHeader(RecordSignature.HEADER))
                    .isNull());
        }
    }

    @Test
    void aNodeToldOfAnotherRootReadsAgainWhatTheFirstVouchedForAndBelievesNoneOfIt() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        fabric.signingKey(key.kid(), signingKey(key.publicKey(), "n1", 1, k -> {}));
        Path folder = Folders.fresh();
        try (ValidationEngine engine = open("n1", folder)) {
            awaitCode(engine, Code.VALID);
            assertThat(engine.identity().allKeys()).hasSize(1);
        }
        try (ValidationEngine engine = open("n1", folder, new TestRoot().pin())) {
            assertThat(code(engine)).isEqualTo(Code.NOT_READY);
            assertThat(engine.identity().trustedKeys().find(key.kid()))
                    .isInstanceOf(TrustedKeys.Answer.Unavailable.class);
            awaitCode(engine, Code.VALID);
            assertThat(engine.identity().trustedKeys().find(key.kid())).isInstanceOf(TrustedKeys.Answer.Unknown.class);
        }
        try (ValidationEngine engine = open("n1", folder)) {
            awaitCode(engine, Code.VALID);
            assertThat(engine.identity().trustedKeys().find(key.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
        }
    }

    @Test
    void aPositionThatIsNotReachedInTimeIsStale() {
        try (ValidationEngine engine = open("n1", Folders.fresh())) {
            awaitCode(engine, Code.VALID);
            Position never = new Position(Map.of(new PartitionId(Topic.KEYS, 0), 1_000_000L));
            assertThat(engine.judge(question(), never).code()).isEqualTo(Code.STALE);
        }
    }

    @Test
    void withAllBrokersStoppedANodeRestartedOnItsDiskAnswers() {
        Path folder = Folders.fresh();
        ValidationEngine before = open("n1", folder);
        awaitCode(before, Code.VALID);
        fabric.stopBroker();
        before.close();

        try (ValidationEngine after = open("n1", folder)) {
            assertThat(code(after)).isEqualTo(Code.VALID);
            assertThat(after.status().ready()).isFalse();
            assertThat(after.status().stalenessMs()).isBetween(1L, 60_000L);
            await().untilAsserted(() -> assertThat(after.status().ready()).isTrue());
            long staleness = after.status().stalenessMs();
            await().untilAsserted(() -> assertThat(after.status().stalenessMs()).isGreaterThan(staleness));

            fabric.startBroker();
            give(2, KeyStatus.SUSPENDED);
            awaitCode(after, Code.SUSPENDED);
        }
    }

    @Test
    void aNodeThatLeftAnswersNothingUntilItHasComeBack() {
        Path folder = Folders.fresh();
        ValidationEngine before = open("n1", folder);
        awaitCode(before, Code.VALID);
        await().untilAsserted(() -> assertThat(fabric.positionsOf("n1")).isNotEmpty());
        before.close();
        assertThat(code(before)).isEqualTo(Code.NOT_READY);
        List<NodePosition> said = fabric.positionsOf("n1");
        assertThat(said.get(said.size() - 1)).isNull();
        fabric.stopBroker();

        try (ValidationEngine after = open("n1", folder)) {
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                assertThat(code(after)).isEqualTo(Code.NOT_READY);
                assertThat(after.status().ready()).isFalse();
            });
            fabric.startBroker();
            awaitCode(after, Code.VALID);
        }
    }

    @Test
    void aNodeHaltedBeforeAnotherBusClaimsNothingOfWhatIsThere() {
        try (ValidationEngine after = haltedBeforeAnotherBus()) {
            // It may answer until its bound has passed, so every receipt on this bus must wait for it.
            assertThat(code(after)).isEqualTo(Code.VALID);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(fabric.positionsOf("n1")).hasSizeGreaterThan(1));
            assertThat(fabric.positionsOf("n1"))
                    .allSatisfy(said -> assertThat(said.getNextOffsets()).isEmpty());
        }
    }

    @Test
    void aHaltedNodeSaysSoOnceASecond() {
        try (ValidationEngine after = haltedBeforeAnotherBus()) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(fabric.positionsOf("n1")).hasSizeGreaterThan(2));
            List<NodePosition> said = fabric.positionsOf("n1");
            assertThat(Duration.between(said.get(1).getAt(), said.get(2).getAt()))
                    .isGreaterThan(Duration.ofMillis(500));
        }
    }

    private ValidationEngine haltedBeforeAnotherBus() {
        Path folder = Folders.fresh();
        RootPin root = fabric.root.pin();
        ValidationEngine before = open("n1", folder, root);
        awaitCode(before, Code.VALID);
        fabric.close();
        before.close();
        fabric = new TestFabric();
        ValidationEngine after = open("n1", folder, root);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(after.status().follower().halted()).isNotNull());
        return after;
    }

    @Test
    void aFreshNodeWithoutABrokerAnswersNothing() {
        fabric.stopBroker();
        try (ValidationEngine engine = open("n1", Folders.fresh())) {
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                assertThat(code(engine)).isEqualTo(Code.NOT_READY);
                assertThat(engine.status().ready()).isFalse();
            });
        }
    }

    @Test
    void anEmptyFolderIsFilledToTheSameStateAsOneThatSawItAll() {
        Map<String, ApiKey> secrets = new HashMap<>();
        try (ValidationEngine old = open("n1", Folders.fresh())) {
            awaitCode(old, Code.VALID);
            for (int i = 0; i < 200; i++) {
                String owner = "c" + i % 7;
                String id = Events.keyId(owner, "command" + i);
                ApiKey key = Events.apiKey();
                secrets.put(id, key);
                KeyStatus status = List.of(KeyStatus.ACTIVE, KeyStatus.SUSPENDED, KeyStatus.REVOKED)
                        .get(i % 3);
                fabric.consumer(owner, consumer(owner, i + 1, c -> {}));
                fabric.key(id, key(id, owner, 1, k -> k.setSecrets(List.of(current(key)))));
                fabric.key(
                        id,
                        key(
                                id,
                                owner,
                                2,
                                k -> k.setSecrets(List.of(current(key))).setStatus(status)));
            }
            fabric.tickAll();
            try (ValidationEngine fresh = open("n2", Folders.fresh())) {
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    assertThat(fresh.status().applied()).isEqualTo(old.status().applied());
                    assertThat(fresh.status().ready()).isTrue();
                });
                assertThat(fresh.status().view().keys()).isEqualTo(201);
                secrets.forEach((id, key) -> {
                    Question question = new Question(Credential.of(key.reveal()), null, List.of(), null);
                    assertThat(fresh.judge(question).code())
                            .isEqualTo(old.judge(question).code());
                    assertThat(fresh.standing(id).orElseThrow().status())
                            .isEqualTo(old.standing(id).orElseThrow().status());
                });
            }
        }
    }
}
