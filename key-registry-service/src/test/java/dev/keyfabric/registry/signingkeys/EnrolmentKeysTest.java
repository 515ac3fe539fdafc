package dev.keyfabric.registry.signingkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.registry.Registries;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.readmodel.Records;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An enrolment key is checked like any key; whatever is wrong with it, the answer is the same. */
class EnrolmentKeysTest {
    private static final ApiKey KEY = ApiKey.generate("kf_live", new Random(1));
    private static final String KID = "k".repeat(43);
    private static final Instant ENDS = Records.TIME.plus(Duration.ofHours(1));

    private Instant now = Records.TIME.plusSeconds(60);
    private final Records records = new Records();
    private final ReadModel model = ReadModel.open(Registries.folder("enrolment-keys"), Records.root());
    private final EnrolmentKeys keys = new EnrolmentKeys(model.lookups(), KeyPrefixes.DEFAULT, () -> now);

    @BeforeEach
    void aConsumer() {
        consumer(ConsumerStatus.ACTIVE, 1);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void aGoodKeyIsKnownByWhatItEnrols() {
        hold(enrolmentKey());

        assertThat(keys.find(KEY.reveal())).hasValueSatisfying(found -> {
            assertThat(found.keyId()).isEqualTo("key-1");
            assertThat(found.enrols().getOwner()).isEqualTo("node-a");
            assertThat(found.usedFor()).isNull();
            assertThat(found.toString()).doesNotContain(KEY.reveal()).doesNotContain(KEY.lastFour());
        });
    }

    @Test
    void aUsedKeyIsGoodForTheKidItWasUsedForUntilItExpires() {
        hold(used(enrolmentKey()));

        assertThat(keys.find(KEY.reveal()))
                .hasValueSatisfying(found -> assertThat(found.usedFor()).isEqualTo(KID));
        assertThat(keys.usedFor("key-1")).isEqualTo(KID);
        now = ENDS;
        assertThat(keys.find(KEY.reveal())).isEmpty();
    }

    @Test
    void aRetiringSecretIsGoodUntilItsGraceEnds() {
        hold(enrolmentKey()
                .setSecrets(List.of(KeySecret.newBuilder(secret())
                        .setStatus(SecretStatus.RETIRING)
                        .setRetiresAt(now.plusSeconds(1))
                        .build())));

        assertThat(keys.find(KEY.reveal())).isPresent();
        now = now.plusSeconds(1);
        assertThat(keys.find(KEY.reveal())).isEmpty();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("a key that enrols nothing", key -> key.setEnrols(null)),
                bad("for people", key -> key.setEnrols(new Enrolment(SigningUse.ADMIN, "ada", List.of()))),
                bad("for the registry", key -> key.setEnrols(new Enrolment(SigningUse.REGISTRY, "r", List.of()))),
                bad("for a use to come", key -> key.setEnrols(new Enrolment(SigningUse.UNKNOWN, "r", List.of()))),
                bad("suspended", key -> key.setStatus(KeyStatus.SUSPENDED)),
                bad("of an unknown status", key -> key.setStatus(KeyStatus.UNKNOWN)),
                bad("revoked", key -> key.setStatus(KeyStatus.REVOKED).setRevocationReason(RevocationReason.OTHER)),
                bad(
                        "superseded by hand",
                        key -> key.setStatus(KeyStatus.REVOKED)
                                .setRevocationReason(RevocationReason.SUPERSEDED)
                                .setComment("enrolled something")),
                bad("used and leaked", key -> used(key).setRevocationReason(RevocationReason.LEAKED)),
                bad("expired", key -> key.setExpiresAt(Records.TIME)),
                bad("without an end", key -> key.setExpiresAt(null)),
                bad("not good yet", key -> key.setNotBefore(ENDS.minusSeconds(1))),
                bad("bound to addresses", key -> key.setIpAllowlist(List.of("127.0.0.0/8"))),
                bad("of another consumer", key -> key.setConsumerId("nobody")),
                bad("with a restriction to come", key -> key.setCritical(List.of("mondays-only"))),
                bad(
                        "whose secret is retired",
                        key -> key.setSecrets(List.of(KeySecret.newBuilder(secret())
                                .setStatus(SecretStatus.RETIRED)
                                .build()))),
                bad(
                        "with another kind of hash",
                        key -> key.setSecrets(List.of(KeySecret.newBuilder(secret())
                                .setAlgorithm("hmac-sha256:1")
                                .build()))));
    }

    private static Arguments bad(String name, UnaryOperator<KeyState.Builder> with) {
        return Arguments.of(name, with);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aKeyThatIsNotGoodIsNone(String name, UnaryOperator<KeyState.Builder> with) {
        hold(with.apply(enrolmentKey()));

        assertThat(keys.find(KEY.reveal())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUSPENDED", "DELETED", "UNKNOWN"})
    void aKeyOfAConsumerThatIsNotActiveIsNone(String status) {
        hold(enrolmentKey());
        consumer(ConsumerStatus.valueOf(status), 2);

        assertThat(keys.find(KEY.reveal())).isEmpty();
    }

    @Test
    void aTextThatIsNoKeyOfThisFabricIsNone() {
        hold(enrolmentKey());
        String text = KEY.reveal();

        assertThat(keys.find("")).isEmpty();
        assertThat(keys.find(text + " ")).isEmpty();
        assertThat(keys.find(text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0")))
                .isEmpty();
        assertThat(keys.find(text.replace("kf_live", "xx_live"))).isEmpty();
        assertThat(keys.find(ApiKey.generate("kf_live", new Random(2)).reveal()))
                .isEmpty();
    }

    private static KeyState.Builder enrolmentKey() {
        return Records.key("key-1", 1)
                .setSecrets(List.of(secret()))
                .setScopes(List.of())
                .setExpiresAt(ENDS)
                .setEnrols(new Enrolment(SigningUse.TXN, "node-a", List.of("orders")));
    }

    private static KeySecret secret() {
        return KeySecret.newBuilder(Records.secret("x"))
                .setHash(ByteBuffer.wrap(KEY.sha256()))
                .build();
    }

    private static KeyState.Builder used(KeyState.Builder key) {
        return key.setStatus(KeyStatus.REVOKED)
                .setRevocationReason(RevocationReason.SUPERSEDED)
                .setComment(EnrolmentKeys.comment(KID));
    }

    private void hold(KeyState.Builder key) {
        model.apply(records.put(key).batch());
    }

    private void consumer(ConsumerStatus status, long version) {
        model.apply(records.add(
                        Topic.CONSUMERS,
                        "acme",
                        Wire.encode(ConsumerEvent.newBuilder()
                                .setType(ConsumerEventType.CONSUMER_UPDATED)
                                .setAt(Records.TIME)
                                .setActor("tester")
                                .setDoor(Door.HTTP)
                                .setState(ConsumerState.newBuilder()
                                        .setConsumerId("acme")
                                        .setName("Acme")
                                        .setStatus(status)
                                        .setVersion(version)
                                        .setCreatedAt(Records.TIME)
                                        .setCreatedBy("tester")
                                        .setChangedAt(Records.TIME)
                                        .setChangedBy("tester")
                                        .build())
                                .build()),
                        null)
                .batch());
    }
}
