package dev.keyfabric.validation.view;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.Events;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FabricViewTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "c1");

    private final ViewBench bench = new ViewBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private KeyStatus status() {
        return bench.view().key(ID).usable().status();
    }

    private Mark mark() {
        return bench.view().key(ID).mark();
    }

    private void put(long version, KeyStatus status) {
        bench.key(ID, key(ID, OWNER, version, k -> k.setStatus(status)));
    }

    @Test
    void onlyAHigherVersionIsApplied() {
        put(5, KeyStatus.ACTIVE);
        put(6, KeyStatus.SUSPENDED);
        put(4, KeyStatus.ACTIVE);

        assertThat(status()).isEqualTo(KeyStatus.SUSPENDED);
        assertThat(bench.count(Incident.OUTDATED)).isEqualTo(1);
        put(7, KeyStatus.ACTIVE);
        assertThat(status()).isEqualTo(KeyStatus.ACTIVE);
    }

    @Test
    void aRevokedKeyStaysRevokedWhateverComesLater() {
        put(5, KeyStatus.ACTIVE);
        put(6, KeyStatus.REVOKED);
        put(99, KeyStatus.ACTIVE);
        put(6, KeyStatus.ACTIVE);
        bench.key(ID, new byte[] {1, 2, 3});

        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
        assertThat(bench.count(Incident.TAMPERING)).isEqualTo(2);
        bench.reopen();
        put(100, KeyStatus.SUSPENDED);
        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
        assertThat(bench.count(Incident.TAMPERING)).isEqualTo(3);
    }

    @Test
    void aRevocationIsBelievedThoughTheRestOfItIsNotUnderstood() {
        put(5, KeyStatus.ACTIVE);
        bench.key(
                ID,
                key(
                        ID,
                        OWNER,
                        6,
                        k -> k.setStatus(KeyStatus.REVOKED)
                                .setRevocationReason(RevocationReason.UNKNOWN)
                                .setCritical(List.of("only-on-sundays"))
                                .setIpAllowlist(List.of("nonsense"))));

        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
        assertThat(bench.view().key(ID).usable().revocationReason()).isEqualTo(RevocationReason.OTHER);
    }

    @Test
    void aDeletedConsumerStaysDeleted() {
        bench.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        bench.consumer(OWNER, consumer(OWNER, 2, c -> c.setStatus(ConsumerStatus.DELETED)));
        bench.consumer(OWNER, consumer(OWNER, 3, c -> {}));
        bench.consumer(OWNER, null);

        assertThat(bench.view().consumer(OWNER).usable().status()).isEqualTo(ConsumerStatus.DELETED);
        assertThat(bench.count(Incident.TAMPERING)).isEqualTo(1);
        assertThat(bench.count(Incident.TOMBSTONE_REFUSED)).isEqualTo(1);
    }

    @Test
    void ofTwoContentsUnderOneVersionTheStricterStands() {
        put(5, KeyStatus.ACTIVE);
        put(5, KeyStatus.SUSPENDED);
        assertThat(status()).isEqualTo(KeyStatus.SUSPENDED);
        put(5, KeyStatus.ACTIVE);
        assertThat(status()).isEqualTo(KeyStatus.SUSPENDED);
        put(5, KeyStatus.REVOKED);
        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
        assertThat(bench.count(Incident.CONFLICT)).isEqualTo(3);
    }

    @Test
    void ofTwoEquallyStrictContentsTheLowerHashStandsInWhateverOrderTheyCome() {
        byte[] one = key(ID, OWNER, 5, k -> k.setScopes(List.of("one")));
        byte[] two = key(ID, OWNER, 5, k -> k.setScopes(List.of("two")));
        bench.key(ID, one);
        bench.key(ID, two);
        List<String> first = bench.view().key(ID).usable().scopes();
        try (ViewBench other = new ViewBench()) {
            other.key(ID, two);
            other.key(ID, one);
            assertThat(other.view().key(ID).usable().scopes()).isEqualTo(first);
            assertThat(other.count(Incident.CONFLICT)).isEqualTo(1);
        }
    }

    @Test
    void aTombstoneTakesAwayARevokedKeyAndItsHashes() {
        ApiKey key = Events.apiKey();
        bench.key(ID, key(ID, OWNER, 5, k -> k.setStatus(KeyStatus.REVOKED).setSecrets(List.of(current(key)))));
        assertThat(bench.view().keysByHash(key.sha256())).containsExactly(ID);

        bench.key(ID, null);

        assertThat(bench.view().key(ID)).isNull();
        assertThat(bench.view().keysByHash(key.sha256())).isEmpty();
        assertThat(bench.view().facts().keys()).isZero();
        assertThat(bench.count(Incident.TOMBSTONE_REFUSED)).isZero();
    }

    @Test
    void aTombstoneOnAnotherPartitionPurgesNothing() {
        put(5, KeyStatus.REVOKED);
        int elsewhere = (Routing.partition(new KeyId(ID), ViewBench.PARTITIONS) + 1) % ViewBench.PARTITIONS;
        bench.put(Topic.KEYS, elsewhere, ID, null);
        assertThat(bench.count(Incident.MISPLACED)).isEqualTo(1);
        put(6, KeyStatus.ACTIVE);
        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
    }

    @Test
    void aTombstoneTakesAwayAKeyThatExpiredBeforeIt() {
        bench.key(ID, key(ID, OWNER, 5, k -> k.setExpiresAt(Events.AT.plusSeconds(60))));
        bench.time.pass(Duration.ofMinutes(2));
        bench.key(ID, null);
        assertThat(bench.view().key(ID)).isNull();
    }

    @Test
    void aTombstoneForAKeyInUseLeavesItDenied() {
        put(5, KeyStatus.ACTIVE);
        bench.key(ID, null);

        assertThat(mark()).isEqualTo(Mark.WITHHELD);
        assertThat(bench.view().key(ID).usable()).isNull();
        assertThat(bench.count(Incident.TOMBSTONE_REFUSED)).isEqualTo(1);
        assertThat(bench.view().facts().denied()).isEqualTo(1);
    }

    @Test
    void anUnreadableValueDeniesItsSubjectAloneUntilALaterGoodVersion() {
        String other = Events.keyId(OWNER, "c2");
        put(5, KeyStatus.ACTIVE);
        bench.key(other, key(other, OWNER, 5, k -> {}));
        bench.key(ID, new byte[] {0, 0, 0, 99, 99, 1});

        assertThat(mark()).isEqualTo(Mark.UNREADABLE);
        assertThat(bench.view().key(other).usable()).isNotNull();
        put(5, KeyStatus.ACTIVE);
        assertThat(mark()).isEqualTo(Mark.UNREADABLE);
        put(6, KeyStatus.ACTIVE);
        assertThat(mark()).isEqualTo(Mark.GOOD);
        assertThat(bench.view().facts().denied()).isZero();
        assertThat(bench.count(Incident.UNREADABLE)).isEqualTo(1);
    }

    @Test
    void whatAReaderMustUnderstandAndDoesNotIsUnreadable() {
        List<byte[]> values = List.of(
                key(ID, OWNER, 6, k -> k.setCritical(List.of("only-on-sundays"))),
                key(ID, OWNER, 6, k -> k.setStatus(KeyStatus.UNKNOWN)),
                key(ID, OWNER, 6, k -> k.setEnvironment(dev.keyfabric.schemas.event.Environment.UNKNOWN)),
                key(
                        ID,
                        OWNER,
                        6,
                        k -> k.setSecrets(List.of(Events.secret(Events.apiKey(), SecretStatus.UNKNOWN, null)))),
                key(ID, OWNER, 6, k -> k.setIpAllowlist(List.of("10.0.0.0/33"))),
                key(ID, "someone-else", 6, k -> {}),
                key(Events.keyId(OWNER, "c2"), OWNER, 6, k -> {}),
                key(ID, OWNER, 0, k -> {}),
                consumer(OWNER, 6, c -> {}));
        for (byte[] value : values) {
            try (ViewBench fresh = new ViewBench()) {
                fresh.key(ID, key(ID, OWNER, 5, k -> {}));
                fresh.key(ID, value);
                assertThat(fresh.view().key(ID).mark()).isEqualTo(Mark.UNREADABLE);
                assertThat(fresh.count(Incident.UNREADABLE)).isEqualTo(1);
            }
        }
    }

    @Test
    void aRecordOnTheWrongPartitionIsCountedAndHasNoEffect() {
        int home = Routing.partition(new KeyId(ID), ViewBench.PARTITIONS);
        put(5, KeyStatus.SUSPENDED);
        bench.put(Topic.KEYS, (home + 1) % ViewBench.PARTITIONS, ID, key(ID, OWNER, 6, k -> {}));
        assertThat(mark()).isEqualTo(Mark.GOOD);
        assertThat(status()).isEqualTo(KeyStatus.SUSPENDED);
        assertThat(bench.count(Incident.MISPLACED)).isEqualTo(1);
    }

    @Test
    void recordsWithoutAKeyAndWithOddKeysAreCountedAndPassed() {
        bench.put(Topic.KEYS, 0, null, key(ID, OWNER, 5, k -> {}));
        bench.put(Topic.KEYS, 0, "not\na key id", key(ID, OWNER, 5, k -> {}));
        assertThat(bench.count(Incident.NULL_KEY)).isEqualTo(1);
        assertThat(bench.count(Incident.UNREADABLE)).isEqualTo(1);
        assertThat(bench.view().nextOffset(new PartitionId(Topic.KEYS, 0))).hasValue(2);
        assertThat(bench.view().facts().keys()).isZero();
    }

    @Test
    void theHashIndexFollowsRotationsToTheLetter() {
        ApiKey old = Events.apiKey();
        ApiKey fresh = Events.apiKey();
        bench.key(ID, key(ID, OWNER, 5, k -> k.setSecrets(List.of(current(old)))));
        bench.key(
                ID,
                key(
                        ID,
                        OWNER,
                        6,
                        k -> k.setSecrets(List.of(current(fresh), Events.secret(old, SecretStatus.RETIRED, null)))));
        assertThat(bench.view().keysByHash(old.sha256())).containsExactly(ID);
        assertThat(bench.view().keysByHash(fresh.sha256())).containsExactly(ID);

        bench.key(ID, key(ID, OWNER, 7, k -> k.setSecrets(List.of(current(fresh)))));
        assertThat(bench.view().keysByHash(old.sha256())).isEmpty();
        assertThat(bench.view().keysByHash(fresh.sha256())).containsExactly(ID);
    }

    @Test
    void twoKeysWithOneHashAreReported() {
        ApiKey key = Events.apiKey();
        String other = Events.keyId(OWNER, "c2");
        bench.key(ID, key(ID, OWNER, 5, k -> k.setSecrets(List.of(current(key)))));
        bench.key(other, key(other, OWNER, 5, k -> k.setSecrets(List.of(current(key)))));
        assertThat(bench.view().keysByHash(key.sha256())).containsExactlyInAnyOrder(ID, other);
        assertThat(bench.count(Incident.DUPLICATE_HASH)).isEqualTo(1);
    }

    @Test
    void recordsThatComeAgainHaveNoSecondEffect() {
        byte[] value = key(ID, OWNER, 5, k -> k.setStatus(KeyStatus.REVOKED));
        var first = bench.next(Topic.KEYS, Routing.partition(new KeyId(ID), 4), ID, key(ID, OWNER, 4, k -> {}));
        var second = bench.next(Topic.KEYS, Routing.partition(new KeyId(ID), 4), ID, value);
        bench.view().apply(ViewBench.batch(List.of(first, second)));
        bench.view().apply(ViewBench.batch(List.of(first, second)));
        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
        assertThat(bench.view().facts().incidents().values()).containsOnly(0L);
    }

    @Test
    void whatChangesAHeldSubjectIsUrgentAndWhatIsNewIsNot() {
        int home = Routing.partition(new KeyId(ID), 4);
        assertThat(bench.view().isUrgent(bench.next(Topic.KEYS, home, ID, key(ID, OWNER, 5, k -> {}))))
                .isFalse();
        bench.key(ID, key(ID, OWNER, 5, k -> {}));
        long taking = bench.view().takingBatches();
        assertThat(bench.view().isUrgent(bench.next(Topic.KEYS, home, ID, null)))
                .isTrue();
        assertThat(bench.view()
                        .isUrgent(bench.next(Topic.KEYS, home, RecordHeaders.TICK_KEY, Events.tick(Topic.KEYS, null))))
                .isFalse();
        put(6, KeyStatus.SUSPENDED);
        assertThat(bench.view().takingBatches()).isGreaterThan(taking);
    }

    @Test
    void theFolderIsTheOwnersAloneAndASecondProcessIsKeptOut() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.folder)))
                .isEqualTo("rwx------");
        assertThatThrownBy(() -> FabricView.open(
                        bench.folder, new ViewLimits(16, 0), RootRule.none(TopicNames.DEFAULT), bench.time.source()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void aStoreOfANewerFormatIsRefusedByName() {
        String newer = String.valueOf(Meta.FORMAT + 1);
        bench.close();
        try (Memory memory = new Memory(8);
                Database database = Database.open(bench.folder.resolve("1"), memory)) {
            database.putSynced(Column.META, Texts.bytes("format"), Texts.bytes(newer));
        }
        assertThatThrownBy(() -> FabricView.open(
                        bench.folder, new ViewLimits(16, 0), RootRule.none(TopicNames.DEFAULT), bench.time.source()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("format " + newer);
    }

    @Test
    void aStoredValueThatCannotBeReadAnyMoreIsDeniedAndStaysFinal() {
        put(5, KeyStatus.REVOKED);
        bench.close();
        try (Memory memory = new Memory(8);
                Database database = Database.open(bench.folder.resolve("1"), memory)) {
            byte[] stored = database.get(Column.KEYS, Texts.bytes(ID));
            byte[] broken = Arrays.copyOf(stored, stored.length - 5);
            database.put(Column.KEYS, Texts.bytes(ID), broken);
        }
        bench.reopen();
        assertThat(mark()).isEqualTo(Mark.UNREADABLE);
        put(9, KeyStatus.ACTIVE);
        assertThat(bench.view().key(ID).usable()).isNull();
        assertThat(bench.count(Incident.TAMPERING)).isEqualTo(1);
    }

    @Test
    void everythingIsThereAgainAfterAReopen() {
        ApiKey key = Events.apiKey();
        bench.key(ID, key(ID, OWNER, 5, k -> k.setSecrets(List.of(current(key)))));
        bench.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        bench.view().setHasView();
        bench.reopen();
        assertThat(bench.view().keysByHash(key.sha256())).containsExactly(ID);
        assertThat(bench.view().consumer(OWNER).usable().plan()).isEqualTo("gold");
        assertThat(bench.view().identity()).isEqualTo(ViewBench.BUS);
        assertThat(bench.view().facts().keys()).isEqualTo(1);
        assertThat(bench.view().hasView()).isTrue();
        assertThat(bench.view().left()).isFalse();
        assertThat(bench.view().brokerTime()).isEqualTo(Events.AT.toEpochMilli());
    }

    @Test
    void aClosedViewThrowsAndDoesNotCrash() {
        bench.close();
        assertThatThrownBy(() -> bench.view().key(ID)).isInstanceOf(StoreException.class);
        bench.close();
    }
}
