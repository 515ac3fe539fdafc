package dev.keyfabric.registry.readmodel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.Registries;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadModelTest {
    private final Path folder = Registries.folder("read-model");
    private final Records records = new Records();
    private ReadModel model = ReadModel.open(folder, Records.root());

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void aHigherVersionReplacesALowerOneAndNotTheOtherWayRound() {
        apply(records.put(Records.key("k", 5).setName("five"))
                .put(Records.key("k", 4).setName("four"))
                .put(Records.key("k", 6).setName("six")));

        assertThat(key("k").version()).isEqualTo(6);
        assertThat(key("k").key().getName()).isEqualTo("six");
        assertThat(key("k").position()).hasToString("keys.v1-0@2");
    }

    @Test
    void aRevokedKeyStaysRevokedWhateverComesLater() {
        apply(records.put(Records.key("k", 5).setStatus(KeyStatus.REVOKED)));
        apply(records.put(Records.key("k", 99)));

        assertThat(key("k").status()).isEqualTo("REVOKED");
        assertThat(model.alarms().of(Alarm.TAMPERING)).isEqualTo(1);
    }

    @Test
    void ofTwoContentsUnderOneVersionTheStricterCounts() {
        apply(records.put(Records.key("k", 5)).put(Records.key("k", 5).setStatus(KeyStatus.SUSPENDED)));
        apply(records.put(Records.key("k", 5).setName("other")));

        assertThat(key("k").status()).isEqualTo("SUSPENDED");
        assertThat(model.alarms().of(Alarm.VERSION_FORKED)).isEqualTo(2);
    }

    @Test
    void anUnreadableRecordFlagsItsSubjectUntilAHigherVersionComes() {
        apply(records.put(Records.key("k", 5))
                .add(Topic.KEYS, "k", new byte[] {9}, null)
                .add(Topic.KEYS, "never", "junk".getBytes(UTF_8), null));
        assertThat(key("k").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(key("never").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(key("never").key()).isNull();

        apply(records.put(Records.key("k", 6)));
        assertThat(key("k").status()).isEqualTo("ACTIVE");
    }

    @Test
    void aRestrictionNobodyKnowsMakesTheKeyUnreadable() {
        apply(records.put(Records.key("k", 5).setCritical(List.of("mondays-only"))));

        assertThat(key("k").status()).isEqualTo(Subject.UNREADABLE);
    }

    @Test
    void aValueAboutAnotherSubjectIsUnreadable() {
        apply(records.add(
                Topic.KEYS, "mine", Records.event(Records.key("yours", 1).build()), null));

        assertThat(key("mine").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(model.lookups().subject(SubjectKind.KEY, "yours")).isEmpty();
    }

    @Test
    void onlyRevokedAndExpiredKeysArePurged() {
        apply(records.put(Records.key("revoked", 1).setStatus(KeyStatus.REVOKED))
                .put(Records.key("expired", 1).setExpiresAt(Records.TIME))
                .put(Records.key("live", 1)));
        apply(records.add(Topic.KEYS, "revoked", null, null)
                .add(Topic.KEYS, "expired", null, null)
                .add(Topic.KEYS, "live", null, null));

        assertThat(model.lookups().subject(SubjectKind.KEY, "revoked")).isEmpty();
        assertThat(model.lookups().subject(SubjectKind.KEY, "expired")).isEmpty();
        assertThat(key("live").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(model.alarms().of(Alarm.LIVE_PURGED)).isEqualTo(1);
        assertThat(model.lookups().keyWithHash("revoked-secret".getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void whatIsTooLongForTheTablesDoesNotStopTheStream() {
        String longId = "k".repeat(300);
        apply(records.add(
                        Topic.KEYS, longId, Records.event(Records.key(longId, 1).build()), null)
                .add(Topic.KEYS, longId, new byte[] {9}, null)
                .put(Records.key("long-name", 1).setName("n".repeat(2000)))
                .put(Records.key("long-owner", 1).setConsumerId("c".repeat(300)))
                .put(Records.key("long-hash", 1).setSecrets(List.of(Records.secret("h".repeat(2000)))))
                .put(Records.key("i".repeat(100), 1))
                .put(Records.key("good", 1)));

        assertThat(key("i".repeat(100)).status()).isEqualTo(Subject.UNREADABLE);
        assertThat(key("long-name").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(key("long-owner").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(key("long-hash").status()).isEqualTo(Subject.UNREADABLE);
        assertThat(key("good").status()).isEqualTo("ACTIVE");
        assertThat(model.alarms().of(Alarm.UNREADABLE)).isEqualTo(6);
    }

    @Test
    void ticksAndDigestsAreNoSubjects() {
        apply(records.add(Topic.KEYS, "~tick", new byte[] {1}, null).add(Topic.KEYS, "~digest", new byte[] {1}, null));

        assertThat(model.lookups().count(SubjectKind.KEY)).isZero();
    }

    @Test
    void aKeyIsFoundByEveryHashItHolds() {
        apply(records.put(Records.key("k", 1).setSecrets(List.of(Records.secret("old"), Records.secret("new")))));
        assertThat(model.lookups().keyWithHash("old".getBytes(UTF_8))).contains("k");

        apply(records.put(Records.key("k", 2).setSecrets(List.of(Records.secret("new")))));
        assertThat(model.lookups().keyWithHash("old".getBytes(UTF_8))).isEmpty();
        assertThat(model.lookups().keyWithHash("new".getBytes(UTF_8))).contains("k");
    }

    @Test
    void offsetsAndRowsSurviveARestartAndTheSameRecordsMayComeAgain() {
        apply(records.put(Records.key("k", 1)).add(Topic.POSITIONS, "n", null, null));
        model.close();
        model = ReadModel.open(folder, Records.root());

        assertThat(model.identity()).isEqualTo(Records.BUS);
        assertThat(model.nextOffset(new PartitionId(Topic.KEYS, 0))).hasValue(1);
        assertThat(model.nextOffset(new PartitionId(Topic.POSITIONS, 0))).isEmpty();
        assertThat(key("k").version()).isEqualTo(1);
        apply(new Records().put(Records.key("k", 7)));
        assertThat(key("k").version()).as("offset 0 is applied already").isEqualTo(1);
    }

    @Test
    void aFileThatIsNoDatabaseIsDropped() throws Exception {
        apply(records.put(Records.key("k", 1)));
        model.close();
        Files.writeString(folder.resolve("read-model.mv.db"), "garbage ".repeat(2000));
        model = ReadModel.open(folder, Records.root());

        assertThat(model.identity()).isNull();
        assertThat(model.lookups().count(SubjectKind.KEY)).isZero();
    }

    @Test
    void droppingEmptiesIt() {
        apply(records.put(Records.key("k", 1)));
        model.drop();

        assertThat(model.identity()).isNull();
        assertThat(model.nextOffset(new PartitionId(Topic.KEYS, 0))).isEmpty();
        assertThat(model.lookups().count(SubjectKind.KEY)).isZero();
    }

    @Test
    void pagesTogetherHoldEveryRowOnceInEveryOrder() {
        for (int i = 0; i < 23; i++) {
            records.put(Records.key("k" + i, 1).setName("n" + i % 5).setCreatedAt(Records.TIME.plusSeconds(i % 3)));
        }
        apply(records);
        for (String order : List.of("id", "-id", "name", "-name", "createdAt", "-createdAt")) {
            Sort sort = Sort.ofText(order).orElseThrow();
            List<String> seen = new ArrayList<>();
            Cursor cursor = null;
            do {
                Page page = model.lookups().page(new Listing(SubjectKind.KEY, sort, 5, cursor));
                assertThat(page.items()).hasSizeLessThanOrEqualTo(5);
                page.items().forEach(item -> seen.add(item.id()));
                cursor = page.next() == null
                        ? null
                        : Cursor.parse(page.next().toString()).orElseThrow();
            } while (cursor != null);
            assertThat(seen).as(order).hasSize(23);
            assertThat(new TreeSet<>(seen)).as(order).hasSize(23);
        }
    }

    @Test
    void aRowThatComesMeanwhileDoesNotShiftTheNextPage() {
        apply(records.put(Records.key("b", 1)).put(Records.key("d", 1)).put(Records.key("f", 1)));
        Sort byId = Sort.ofText("id").orElseThrow();
        Page first = model.lookups().page(new Listing(SubjectKind.KEY, byId, 2, null));
        apply(records.put(Records.key("a", 1)).put(Records.key("e", 1)));

        Page second = model.lookups().page(new Listing(SubjectKind.KEY, byId, 2, first.next()));

        assertThat(second.items()).map(Subject::id).containsExactly("e", "f");
    }

    @Test
    void listsAreFiltered() {
        apply(records.put(Records.key("one", 1).setName("Alpha 100%").setScopes(List.of("a:read", "b")))
                .put(Records.key("two", 1)
                        .setName("alpha_2")
                        .setConsumerId("other")
                        .setEnvironment(Environment.TEST)
                        .setScopes(List.of("a:read:all")))
                .put(Records.key("three", 1).setName("Beta").setStatus(KeyStatus.REVOKED)));

        assertThat(ids(all().belongsTo("acme"))).containsExactly("one", "three");
        assertThat(ids(all().status("REVOKED"))).containsExactly("three");
        assertThat(ids(all().environment("TEST"))).containsExactly("two");
        assertThat(ids(all().scope("a:read"))).containsExactly("one");
        assertThat(ids(all().scope("a%"))).isEmpty();
        assertThat(ids(all().namePrefix("Alpha"))).containsExactly("one");
        assertThat(ids(all().namePrefix("alpha_"))).containsExactly("two");
        assertThat(ids(all().namePrefix("%"))).isEmpty();
        assertThat(ids(all().containing("ALPHA 100%"))).containsExactly("one");
        assertThat(ids(all().containing("kf_live 1234 beta"))).containsExactly("three");
        assertThat(ids(all().status(null).scope(null))).hasSize(3);
    }

    @Test
    void answersAreStoredCountedAndForgottenInTime() {
        apply(records.add(Topic.COMMAND_RESULTS, "c", result("c", true, Records.TIME.plusSeconds(1)), "commands.v1-0@7")
                .add(Topic.KEYS, "k", Records.event(Records.key("k", 1).build()), "commands.v1-0@7"));
        apply(records.add(
                Topic.COMMAND_RESULTS, "c", result("c", false, Records.TIME.plusSeconds(1)), "commands.v1-0@8"));

        Answer answer = model.lookups().answer("c").orElseThrow();
        assertThat(answer.cause())
                .as("a repeat does not replace the first answer")
                .isEqualTo("commands.v1-0@7");
        Effects effects = model.lookups().effects(answer.cause());
        assertThat(effects.complete(Map.of("keys.v1", 1, "history.v1", 1))).isTrue();
        assertThat(effects.complete(Map.of("keys.v1", 2))).isFalse();
        assertThat(effects.position()).hasToString("keys.v1-0@0");
        assertThat(model.lookups().effects("commands.v1-0@9").isEmpty()).isTrue();
    }

    @Test
    void whoWaitsForAPositionIsWokenByTheBatchThatReachesIt() {
        Position position = Position.parse("keys.v1-0@1").orElseThrow();
        apply(records.put(Records.key("k", 1)));
        CompletableFuture<Boolean> waiting = model.offsets().await(position, Duration.ofSeconds(30));
        assertThat(waiting).isNotDone();

        apply(records.put(Records.key("k", 2)));

        assertThat(waiting).isCompletedWithValue(true);
        assertThat(model.offsets()
                        .await(Position.parse("keys.v1-0@2").orElseThrow(), Duration.ZERO)
                        .join())
                .isFalse();
    }

    private void apply(Records more) {
        model.apply(more.batch());
    }

    private Subject key(String id) {
        return model.lookups().subject(SubjectKind.KEY, id).orElseThrow();
    }

    private static Listing all() {
        return new Listing(SubjectKind.KEY, Sort.ofText("id").orElseThrow(), 100, null);
    }

    private List<String> ids(Listing listing) {
        return model.lookups().page(listing).items().stream().map(Subject::id).toList();
    }

    private static byte[] result(String id, boolean stored, Instant keepUntil) {
        return Wire.encode(CommandResult.newBuilder()
                .setCommandId(id)
                .setAttempt("a")
                .setType(CommandType.ISSUE_KEY)
                .setOutcome(Outcome.APPLIED)
                .setSubject("k")
                .setContentHash(ByteBuffer.allocate(0))
                .setWritten(Map.of("keys.v1", 1))
                .setVersion(1)
                .setStored(stored)
                .setFirstAt(Records.TIME)
                .setAt(Records.TIME)
                .setKeepUntil(keepUntil)
                .build());
    }

    @Test
    void cursorsOfOthersAreNoCursors() {
        assertThat(Cursor.parse("not base64!")).isEmpty();
        assertThat(Cursor.parse("YWJj")).isEmpty();
        assertThat(Cursor.parse(new Cursor(Sort.DEFAULT, "not a number", "id").toString()))
                .isEmpty();
        assertThat(Cursor.parse(new Cursor(Sort.DEFAULT, "12", "id").toString()))
                .isEqualTo(Optional.of(new Cursor(Sort.DEFAULT, "12", "id")));
    }
}
