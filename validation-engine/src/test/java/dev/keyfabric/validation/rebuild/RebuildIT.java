package dev.keyfabric.validation.rebuild;

import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.rebuild.EngineBench.OWNER;
import static dev.keyfabric.validation.rebuild.EngineBench.awaitCode;
import static dev.keyfabric.validation.rebuild.EngineBench.code;
import static dev.keyfabric.validation.rebuild.EngineBench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.follower.Halt;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.SampleDigests;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.Incident;
import dev.keyfabric.validation.view.OlderFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store is filled beside the one that serves, for each of the reasons there are, and takes its place. */
class RebuildIT {
    private static final String ID = id("k1");

    private final ApiKey secret = Events.apiKey();
    private EngineBench bench;

    @BeforeEach
    void begin() {
        bench = new EngineBench();
        bench.give(ID, secret, 1, KeyStatus.ACTIVE);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static void awaitRebuilt(ValidationEngine engine, RebuildReason reason, long times) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            RebuildStatus status = engine.status().rebuild();
            assertThat(status.done()).isEqualTo(times);
            assertThat(status.last()).isEqualTo(reason);
            assertThat(status.running()).isNull();
        });
    }

    @Test
    void aViewThatDiffersFromWhatTheRegistrySaysTwiceInARowIsFilledAnewInItsTurnAndOnceADay() throws Exception {
        bench.nodeId = nodeWhoseTurnIsNow();
        int partition = Routing.partition(new KeyId(ID), TestFabric.PARTITIONS);
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            digestOfNothing(partition, 0);
            await().until(() -> engine.status().view().digests().differing() == 1);
            assertThat(engine.status().rebuild().running()).isNull();
            digestOfNothing(partition, 1);
            awaitRebuilt(engine, RebuildReason.DIGEST, 1);
            assertThat(code(engine, secret)).isEqualTo(Code.VALID);

            digestOfNothing(partition, 2);
            digestOfNothing(partition, 3);
            await().until(() -> engine.status().view().incidents().get(Incident.DIGEST_MISMATCH) == 4);
            bench.give(ID, secret, 2, KeyStatus.REVOKED);
            awaitCode(engine, secret, Code.REVOKED);
            assertThat(engine.status().rebuild().done()).isEqualTo(1);
        }
    }

    private void digestOfNothing(int partition, long command) {
        byte[] value = SampleDigests.digest(Topic.KEYS, partition, PartitionSum.EMPTY, command, Instant.now());
        String key = dev.keyfabric.schemas.topics.RecordHeaders.DIGEST_KEY;
        bench.fabric.put(Topic.KEYS, partition, key, value, bench.fabric.root.signed(Topic.KEYS, key, value));
    }

    /** In this hour and the next, whenever the test runs. */
    private static String nodeWhoseTurnIsNow() {
        Instant now = Instant.now();
        return IntStream.range(0, 100_000)
                .mapToObj(n -> "n" + n)
                .filter(id ->
                        DigestTurn.isNow(id, null, now) && DigestTurn.isNow(id, null, now.plus(Duration.ofHours(1))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStreamsThreadThatDiesIsReplacedWhileTheViewAnswersOnAndNothingIsFilledAnew() throws Exception {
        Set<Thread> othersBefore = streamsThreads();
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            await().until(() -> engine.status().follower().phase() == FollowerStatus.Phase.FOLLOWING);
            for (long version = 2; version < 5; version++) {
                Thread dying = streamsThread(othersBefore).orElseThrow();
                dying.interrupt();
                // It may die of more than one exception.
                await().dontCatchUncaughtExceptions().until(() -> !dying.isAlive());
                assertThat(code(engine, secret)).isNotIn(Code.NOT_READY, Code.UNAVAILABLE, Code.STALE);

                KeyStatus next = version % 2 == 0 ? KeyStatus.SUSPENDED : KeyStatus.ACTIVE;
                bench.give(ID, secret, version, next);
                awaitCode(engine, secret, next == KeyStatus.ACTIVE ? Code.VALID : Code.SUSPENDED);
                await().dontCatchUncaughtExceptions()
                        .until(() -> streamsThread(othersBefore).isPresent()
                                && engine.status().follower().phase() == FollowerStatus.Phase.FOLLOWING);
            }
            assertThat(stores()).containsExactly("1");
            assertThat(engine.status().rebuild().done()).isZero();
        }
    }

    private static Optional<Thread> streamsThread(Set<Thread> others) {
        return streamsThreads().stream()
                .filter(thread -> !others.contains(thread))
                .findFirst();
    }

    private static Set<Thread> streamsThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("GlobalStreamThread") && thread.isAlive())
                .collect(Collectors.toSet());
    }

    private Set<String> stores() throws IOException {
        try (Stream<Path> files = Files.list(bench.data.resolve("view"))) {
            return Set.copyOf(files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .toList());
        }
    }

    @Test
    void onAnOperatorsWordItIsFilledAnewWithoutAMomentThatRefusesOrForgets() throws Exception {
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            Set<Code> seen = ConcurrentHashMap.newKeySet();
            AtomicBoolean asking = new AtomicBoolean(true);
            Thread asker = new Thread(() -> {
                while (asking.get()) {
                    seen.add(code(engine, secret));
                }
            });
            asker.start();
            for (int round = 1; round <= 3; round++) {
                String other = id("round" + round);
                ApiKey revoked = Events.apiKey();
                bench.give(other, revoked, 1, KeyStatus.ACTIVE);
                awaitCode(engine, revoked, Code.VALID);
                assertThat(engine.rebuild()).isTrue();
                bench.give(other, revoked, 2, KeyStatus.REVOKED);
                awaitCode(engine, revoked, Code.REVOKED);
                awaitRebuilt(engine, RebuildReason.OPERATOR, round);
                assertThat(code(engine, revoked)).isEqualTo(Code.REVOKED);
            }
            asking.set(false);
            asker.join();

            assertThat(seen).containsExactly(Code.VALID);
            await().untilAsserted(() -> assertThat(stores()).containsExactly("4"));
            bench.give(ID, secret, 2, KeyStatus.REVOKED);
            awaitCode(engine, secret, Code.REVOKED);
        }
    }

    @Test
    void theStoreThatServesIsTheOneThatARestartFinds() {
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            engine.rebuild();
            awaitRebuilt(engine, RebuildReason.OPERATOR, 1);
            bench.fabric.stopBroker();
        }
        try (ValidationEngine engine = bench.open()) {
            assertThat(code(engine, secret)).isEqualTo(Code.VALID);
        } finally {
            bench.fabric.startBroker();
        }
    }

    /** A key whose tombstone the node has missed: its log has nothing of it any more. */
    private ApiKey zombie(Instant heldAllAt) {
        ApiKey zombie = Events.apiKey();
        String id = id("zombie");
        int home = Routing.partition(new KeyId(id), TestFabric.PARTITIONS);
        try (FabricView view = bench.view()) {
            long next = view.nextOffset(new PartitionId(Topic.KEYS, home)).orElse(0);
            view.apply(new Batch(
                    view.identity(),
                    List.of(new FollowedRecord(
                            Topic.KEYS,
                            home,
                            next,
                            0,
                            id.getBytes(StandardCharsets.UTF_8),
                            key(id, OWNER, 1, k -> k.setSecrets(List.of(current(zombie)))),
                            new RecordHeaders())),
                    Map.of()));
            view.fed().heldAll(heldAllAt.toEpochMilli());
        }
        return zombie;
    }

    private void runOnceWithoutLeaving() {
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            // Without a broker at hand it does not leave.
            bench.fabric.stopBroker();
        }
        bench.fabric.startBroker();
    }

    @Test
    void awayForTooLongItIsFilledAnewAndHoldsNoZombie() {
        runOnceWithoutLeaving();
        ApiKey zombie = zombie(Instant.now().minus(Duration.ofHours(2)));
        try (ValidationEngine engine = bench.open()) {
            awaitRebuilt(engine, RebuildReason.OFFLINE_TOO_LONG, 1);
            assertThat(code(engine, zombie)).isEqualTo(Code.NOT_FOUND);
            awaitCode(engine, secret, Code.VALID);
        }
    }

    @Test
    void awayForLessItReadsOnWithWhatItHas() {
        runOnceWithoutLeaving();
        ApiKey zombie = zombie(Instant.now().minus(Duration.ofMinutes(30)));
        bench.give(ID, secret, 2, KeyStatus.REVOKED);
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.REVOKED);
            assertThat(code(engine, zombie)).isEqualTo(Code.VALID);
            assertThat(engine.status().rebuild()).isEqualTo(RebuildStatus.NONE);
        }
    }

    @Test
    void anotherBusIsTakenOnByAnOperatorsWordAndNotBefore() {
        runOnceWithoutLeaving();
        bench.anotherBus();
        ApiKey there = Events.apiKey();
        bench.give(id("there"), there, 1, KeyStatus.ACTIVE);
        try (ValidationEngine engine = bench.open()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.status().follower().halted() != null);
            assertThat(engine.status().follower().halted().cause()).isEqualTo(Halt.Cause.ANOTHER_BUS);
            await().during(Duration.ofSeconds(1))
                    .until(() -> code(engine, secret) == Code.VALID && code(engine, there) == Code.NOT_FOUND);

            engine.rebuild();

            awaitRebuilt(engine, RebuildReason.OPERATOR, 1);
            awaitCode(engine, there, Code.VALID);
            assertThat(code(engine, secret)).isEqualTo(Code.NOT_FOUND);
            assertThat(engine.status().follower().halted()).isNull();
        }
    }

    @Test
    void aCorruptStoreIsSetAsideOnceAndTheNodeAnswersNothingUntilItIsFilled() throws Exception {
        runOnceWithoutLeaving();
        bench.fabric.stopBroker();
        spoil(file -> file.startsWith("MANIFEST"));
        try (ValidationEngine engine = bench.open()) {
            assertThat(code(engine, secret)).isEqualTo(Code.NOT_READY);
            assertThat(stores()).containsExactlyInAnyOrder("2", "corrupt-1");
            bench.fabric.startBroker();
            awaitCode(engine, secret, Code.VALID);
        }
    }

    @Test
    void aStoreFoundCorruptWhileItServesIsFilledAnewAndAnswersNothingFromWhatIsWrong() throws Exception {
        runOnceWithoutLeaving();
        bench.view().close();
        spoil(name -> name.endsWith(".sst") && holds(name, ID) && !holds(name, "o:keys.v1"));
        try (ValidationEngine engine = bench.open()) {
            assertThat(code(engine, secret)).isIn(Code.UNAVAILABLE, Code.NOT_READY);
            awaitRebuilt(engine, RebuildReason.CORRUPT, 1);
            awaitCode(engine, secret, Code.VALID);
            assertThat(stores()).containsExactlyInAnyOrder("2", "corrupt-1");
        }
    }

    @Test
    void aStoreOfAnOlderFormatServesUntilOneOfThisFormatTakesItsPlace() {
        runOnceWithoutLeaving();
        OlderFormat.give(store());
        bench.fabric.stopBroker();
        try (ValidationEngine engine = bench.open()) {
            assertThat(code(engine, secret)).isEqualTo(Code.VALID);
            bench.fabric.startBroker();
            awaitRebuilt(engine, RebuildReason.FORMAT, 1);
            awaitCode(engine, secret, Code.VALID);
        }
    }

    private boolean holds(String name, String text) {
        try {
            return new String(Files.readAllBytes(store().resolve(name)), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path store() {
        return bench.data.resolve("view").resolve("1");
    }

    /** Turns a bit near the beginning of files of the store. */
    private void spoil(Predicate<String> which) throws IOException {
        int spoilt = 0;
        try (Stream<Path> files = Files.list(store())) {
            for (Path file :
                    files.filter(f -> which.test(f.getFileName().toString())).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[12] ^= 1;
                Files.write(file, bytes);
                spoilt++;
            }
        }
        assertThat(spoilt).isPositive();
    }
}
