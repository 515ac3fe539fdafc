package dev.keyfabric.registry.readmodel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.context.trust.JwkSet;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.registry.Registries;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing keys and services, which are believed on the root's word alone. */
class SignedSubjectsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder = Registries.folder("signed-subjects");
    private final Records records = new Records();
    private final SigningKey key = SigningKey.generate(RANDOM);
    private ReadModel model = ReadModel.open(folder, Records.root());

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void aSignedSigningKeyIsHeldAndTrusted() throws Exception {
        apply(records.signed(Records.signingKey(key.publicKey(), 1)));

        Subject subject = subject(key.kid());
        assertThat(subject.status()).isEqualTo("ACTIVE");
        assertThat(subject.signingKey().getOwner()).isEqualTo("node-a");
        assertThat(trusted().state()).isEqualTo(KeyState.ACTIVE);
        assertThat(JwkSet.read(JwkSet.print(model.signingKeys().all()).getBytes(UTF_8)))
                .containsExactly(Map.entry(key.kid(), trusted()));
    }

    @Test
    void whatTheRootDidNotSignHasNoEffectAndIsCountedAsTampering() {
        SigningKey other = SigningKey.generate(RANDOM);
        byte[] value = Records.event(Records.signingKey(key.publicKey(), 1).build());
        apply(records.add(Topic.SIGNING_KEYS, key.kid(), value, "commands.v1-0@7")
                .signed(other, Topic.SIGNING_KEYS, key.kid(), value, "commands.v1-0@7")
                .add(Topic.SERVICES, "orders", service("orders", 1), null)
                .add(Topic.SIGNING_KEYS, null, value, null)
                .add(Topic.SIGNING_KEYS, key.kid(), new byte[] {9}, null));

        assertThat(model.lookups().subject(SubjectKind.SIGNING_KEY, key.kid())).isEmpty();
        assertThat(model.lookups().subject(SubjectKind.SERVICE, "orders")).isEmpty();
        assertThat(model.lookups().effects("commands.v1-0@7").isEmpty()).isTrue();
        assertThat(model.signingKeys().find(key.kid())).isInstanceOf(TrustedKeys.Answer.Unknown.class);
        assertThat(model.alarms().of(Alarm.TAMPERING)).isEqualTo(5);
        assertThat(model.alarms().of(Alarm.UNREADABLE)).isZero();
    }

    /** The header with the root's key alone proves nothing. */
    @Test
    void theRootsNameOverAnothersSignatureIsTampering() {
        byte[] value = Records.event(Records.signingKey(key.publicKey(), 1).build());
        records.signed(Records.ROOT, Topic.SERVICES, key.kid(), value, null);
        var moved = records.batch().records().get(0).headers();
        Records forged = new Records().add(Topic.SIGNING_KEYS, key.kid(), value, null);
        var batch = forged.batch();
        moved.forEach(batch.records().get(0).headers()::add);
        model.apply(batch);

        assertThat(batch.records().get(0).header(RecordSignature.HEADER)).isNotNull();
        assertThat(model.lookups().subject(SubjectKind.SIGNING_KEY, key.kid())).isEmpty();
        assertThat(model.alarms().of(Alarm.TAMPERING)).isEqualTo(1);
    }

    /** The root signed it, before it signed a taint on the partition where the key belongs. */
    @Test
    void whatTheRootSignedForAnotherPartitionHasNoEffectAndIsCountedAsTampering() {
        int partitions = 2;
        try (ReadModel two = ReadModel.open(
                Registries.folder("misplaced"),
                new Admission(TopicNames.DEFAULT, partitions, new RootPin(Records.ROOT.kid())))) {
            SigningKey here = keyOn(0, partitions);
            SigningKey elsewhere = keyOn(1, partitions);
            two.apply(records.signed(Records.signingKey(here.publicKey(), 1))
                    .signed(Records.signingKey(elsewhere.publicKey(), 1))
                    .batch());

            assertThat(two.signingKeys().find(here.kid())).isInstanceOf(TrustedKeys.Answer.Known.class);
            assertThat(two.signingKeys().find(elsewhere.kid())).isInstanceOf(TrustedKeys.Answer.Unknown.class);
            assertThat(two.lookups().signingKey(elsewhere.kid())).isEmpty();
            assertThat(two.alarms().of(Alarm.TAMPERING)).isEqualTo(1);
        }
    }

    @Test
    void aKeyAwayFromItsPartitionHasNoEffectAndIsCountedAsTampering() {
        try (ReadModel two = ReadModel.open(
                Registries.folder("misplaced-key"),
                new Admission(TopicNames.DEFAULT, 2, new RootPin(Records.ROOT.kid())))) {
            String here = keyIdOn(0);
            String elsewhere = keyIdOn(1);
            two.apply(records.put(Records.key(here, 1))
                    .put(Records.key(elsewhere, 1))
                    .batch());

            assertThat(two.lookups().subject(SubjectKind.KEY, here)).isPresent();
            assertThat(two.lookups().subject(SubjectKind.KEY, elsewhere)).isEmpty();
            assertThat(two.alarms().of(Alarm.TAMPERING)).isEqualTo(1);
        }
    }

    private static String keyIdOn(int partition) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> KeyId.derive("consumer" + i, "command"))
                .filter(id -> Routing.partition(id, 2) == partition)
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static SigningKey keyOn(int partition, int partitions) {
        return Stream.generate(() -> SigningKey.generate(RANDOM))
                .filter(made -> Routing.partition(made.kid(), partitions) == partition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anUnsignedTombstoneTakesNothingAway() {
        apply(records.signed(Records.signingKey(key.publicKey(), 1)).add(Topic.SIGNING_KEYS, key.kid(), null, null));

        assertThat(subject(key.kid()).status()).isEqualTo("ACTIVE");
        assertThat(model.alarms().of(Alarm.TAMPERING)).isEqualTo(1);
    }

    @Test
    void ticksNeedNoSignature() {
        apply(records.add(Topic.SIGNING_KEYS, "~tick", new byte[] {1}, null)
                .add(Topic.SERVICES, "~digest", new byte[] {1}, null));

        assertThat(model.alarms().of(Alarm.TAMPERING)).isZero();
    }

    @Test
    void aRevokedSigningKeyStaysRevokedWhateverComesLater() {
        apply(records.signed(Records.signingKey(key.publicKey(), 5).setStatus(SigningKeyStatus.REVOKED))
                .signed(Records.signingKey(key.publicKey(), 9)));

        assertThat(subject(key.kid()).status()).isEqualTo("REVOKED");
        assertThat(trusted().state()).isEqualTo(KeyState.REVOKED);
        assertThat(model.alarms().of(Alarm.TAMPERING)).isEqualTo(1);
    }

    @Test
    void aTaintIsToldWithItsTime() {
        Instant at = Records.TIME.minusSeconds(60);
        apply(records.signed(Records.signingKey(key.publicKey(), 1)));
        apply(records.signed(Records.signingKey(key.publicKey(), 2)
                .setStatus(SigningKeyStatus.TAINTED)
                .setTaintedAt(at)));

        assertThat(trusted().state()).isEqualTo(KeyState.TAINTED);
        assertThat(trusted().taintedAt()).isEqualTo(at);
    }

    @Test
    void aSigningKeyThatCannotBeReadIsNotTrusted() {
        VerifyingKey other = SigningKey.generate(RANDOM).publicKey();
        apply(records.signed(Records.signingKey(key.publicKey(), 1)));
        apply(records.signed(Records.signingKey(key.publicKey(), 2).setUse(SigningUse.UNKNOWN)));
        assertThat(subject(key.kid()).status()).isEqualTo(Subject.UNREADABLE);
        assertThat(model.signingKeys().all()).isEmpty();

        apply(records.signed(Records.signingKey(key.publicKey(), 3)));
        assertThat(model.signingKeys().all()).hasSize(1);
        apply(records.signed(Records.signingKey(key.publicKey(), 4).setPublicJwk(other.toJwkText())));
        assertThat(model.signingKeys().all()).isEmpty();
    }

    @Test
    void trustedKeysAreThereAgainAfterARestart() {
        apply(records.signed(Records.signingKey(key.publicKey(), 1)));
        model.close();
        model = ReadModel.open(folder, Records.root());

        assertThat(trusted().owner()).isEqualTo("node-a");
        model.drop();
        assertThat(model.signingKeys().all()).isEmpty();
    }

    @Test
    void whatAnotherRootsWordFilledIsDropped() {
        apply(records.signed(Records.signingKey(key.publicKey(), 1)));
        model.close();
        SigningKey other = SigningKey.generate(RANDOM);
        model = ReadModel.open(folder, new Admission(TopicNames.DEFAULT, 1, new RootPin(other.kid())));

        assertThat(model.identity()).isNull();
        assertThat(model.signingKeys().all()).isEmpty();
    }

    @Test
    void signingKeysAreFoundByOwnerUseAndStatus() {
        SigningKey stamp = SigningKey.generate(RANDOM);
        apply(records.signed(Records.signingKey(key.publicKey(), 1))
                .signed(Records.signingKey(stamp.publicKey(), 1)
                        .setUse(SigningUse.STAMP)
                        .setOwner("orders")
                        .setStatus(SigningKeyStatus.PREPARED)));

        assertThat(found(signingKeys().use("STAMP"))).containsExactly(stamp.kid());
        assertThat(found(signingKeys().belongsTo("node-a"))).containsExactly(key.kid());
        assertThat(found(signingKeys().status("PREPARED"))).containsExactly(stamp.kid());
        assertThat(found(signingKeys().containing("ORDERS"))).containsExactly(stamp.kid());
        assertThat(found(new Listing(
                        SubjectKind.SIGNING_KEY, Sort.ofText("-name").orElseThrow(), 9, null)))
                .containsExactly(stamp.kid(), key.kid());
    }

    @Test
    void aSignedServiceIsHeld() {
        apply(records.signed(Records.ROOT, Topic.SERVICES, "orders", service("orders", 3), null));

        Subject subject = model.lookups().subject(SubjectKind.SERVICE, "orders").orElseThrow();
        assertThat(subject.version()).isEqualTo(3);
        assertThat(subject.service().getName()).isEqualTo("Orders");
    }

    private static byte[] service(String id, long version) {
        return Wire.encode(ServiceEvent.newBuilder()
                .setType(ServiceEventType.SERVICE_DEFINED)
                .setAt(Records.TIME)
                .setActor("tester")
                .setDoor(Door.HTTP)
                .setState(ServiceState.newBuilder()
                        .setServiceId(id)
                        .setName("Orders")
                        .setAudiences(List.of())
                        .setScopes(List.of())
                        .setRoutes(List.of())
                        .setStampPolicies(List.of())
                        .setVersion(version)
                        .setCreatedAt(Records.TIME)
                        .setCreatedBy("tester")
                        .setChangedAt(Records.TIME)
                        .setChangedBy("tester")
                        .build())
                .build());
    }

    private static Listing signingKeys() {
        return new Listing(SubjectKind.SIGNING_KEY, Sort.DEFAULT, 9, null);
    }

    private List<String> found(Listing listing) {
        return model.lookups().page(listing).items().stream().map(Subject::id).toList();
    }

    private TrustedKey trusted() {
        return ((TrustedKeys.Answer.Known) model.signingKeys().find(key.kid())).key();
    }

    private Subject subject(String kid) {
        return model.lookups().subject(SubjectKind.SIGNING_KEY, kid).orElseThrow();
    }

    private void apply(Records added) {
        model.apply(added.batch());
    }
}
