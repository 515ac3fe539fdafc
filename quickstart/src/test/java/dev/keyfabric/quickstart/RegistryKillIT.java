package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.bus.OneStory;
import dev.keyfabric.quickstart.bus.TopicDump;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.BrokenPromiseException;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryKillIT {
    /** docs/contract/design.md, section 3: the same instance restarts in at most 10 s. */
    private static final Duration RESTART_BOUND = Duration.ofSeconds(10);

    private static final Duration TAKE_OVER_BOUND = Duration.ofSeconds(15);

    /** What the start of an empty registry may take on a machine for which the bounds are meant. */
    private static final Duration ORDINARY_START = Duration.ofSeconds(4);

    @Test
    void afterAKillWithATransactionOpenTheNextRevocationArrivesWithinTheBound(@TempDir Path folder) throws Exception {
        try (Bench bench = Bench.start(folder)) {
            long first = System.nanoTime();
            Node registry = bench.startRegistry("registry");
            RegistryClient admin = bench.admin(registry);
            Duration firstStart = Duration.ofNanos(System.nanoTime() - first);
            Node node = bench.startNode("node");
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");
            JsonNode key = admin.awaitingReceipts(10).issueKey("acme", "victim");
            killWithATransactionOpen(bench, registry, admin);

            long start = System.nanoTime();
            Node again = bench.startRegistry("registry");
            RegistryClient adminAgain = bench.admin(again);
            revokeUntilAnswered(adminAgain, key.get("keyId").asText());
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> node.code(key.get("key").asText()).equals("REVOKED"));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(here(RESTART_BOUND, firstStart));
            OneStory.assertOfEveryKey(bench.bootstrap());
        }
    }

    @Test
    void anotherRegistryTakesOverAndThePausedOneCommitsNothingWhenItWakes(@TempDir Path folder) throws Exception {
        try (Bench bench = Bench.start(folder)) {
            long begun = System.nanoTime();
            Node first = bench.startRegistry("first");
            RegistryClient admin = bench.admin(first);
            Duration firstStart = Duration.ofNanos(System.nanoTime() - begun);
            admin.registerConsumer("acme", "Acme");
            String keyId = admin.issueKey("acme", "k").get("keyId").asText();
            first.process().pause();
            long start = System.nanoTime();
            Node second = bench.startRegistry("second");
            RegistryClient adminOfSecond = bench.admin(second);
            revokeUntilAnswered(adminOfSecond, keyId);
            Duration takeOver = Duration.ofNanos(System.nanoTime() - start);
            long committed = lifecycleRecords(bench);

            first.process().resume();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> first.get("/health/liveness").status() == 200);
            // A tick by the first proves that it has woken and written what it ever will from its old life.
            long ticks = ticks(bench);
            await().atMost(Duration.ofSeconds(30)).until(() -> ticks(bench) > ticks + 80);

            assertThat(takeOver).isLessThan(here(TAKE_OVER_BOUND, firstStart));
            assertThat(lifecycleRecords(bench)).isEqualTo(committed);
            OneStory.assertOfEveryKey(bench.bootstrap());
        }
    }

    /** A bound as it is on this machine, busy as it is: longer where even the start of an empty registry takes longer. */
    private static Duration here(Duration bound, Duration firstStart) {
        return firstStart.compareTo(ORDINARY_START) <= 0
                ? bound
                : bound.multipliedBy(firstStart.toMillis()).dividedBy(ORDINARY_START.toMillis());
    }

    /** Loads the registry from several sides and kills it while it is paused with a transaction open. */
    private static void killWithATransactionOpen(Bench bench, Node registry, RegistryClient admin) throws Exception {
        AtomicBoolean more = new AtomicBoolean(true);
        Runnable issuer = () -> {
            try {
                for (int i = 0; more.get(); i++) {
                    admin.issueKey("acme", "load-" + i);
                }
            } catch (UncheckedIOException | BrokenPromiseException e) {
                // The registry is gone.
            }
        };
        CompletableFuture<Void> load =
                CompletableFuture.allOf(CompletableFuture.runAsync(issuer), CompletableFuture.runAsync(issuer));
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", bench.bootstrap()))) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> pausedInATransaction(registry, kafka));
            registry.process().kill();
        } finally {
            more.set(false);
            load.join();
        }
    }

    /**
     * Leaves the registry paused if a transaction is open, and running otherwise. Asked twice: what the registry had
     * sent before its pause may end the transaction after the first answer.
     */
    private static boolean pausedInATransaction(Node registry, Admin kafka) throws Exception {
        registry.process().pause();
        if (transactionIsOpen(kafka)) {
            boolean stillOpen = transactionIsOpen(kafka);
            if (stillOpen) {
                return true;
            }
        }
        registry.process().resume();
        return false;
    }

    private static boolean transactionIsOpen(Admin kafka) throws Exception {
        return kafka.listTransactions().all().get().stream()
                .map(TransactionListing::state)
                .anyMatch(state -> state == TransactionState.ONGOING);
    }

    private static void revokeUntilAnswered(RegistryClient admin, String keyId) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> admin.post("/v1/keys/" + keyId + "/revoke", Map.of("reason", "other"))
                                .status()
                        == 200);
    }

    private static long lifecycleRecords(Bench bench) {
        return Topic.lifecycle().stream()
                .flatMap(topic -> TopicDump.committed(bench.bootstrap(), topic).stream())
                .filter(record -> !RecordHeaders.isNoSubject(record.key()))
                .count();
    }

    private static long ticks(Bench bench) {
        return Topic.lifecycle().stream()
                .flatMap(topic -> TopicDump.committed(bench.bootstrap(), topic).stream())
                .filter(RegistryKillIT::isTick)
                .count();
    }

    private static boolean isTick(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8).equals(RecordHeaders.TICK_KEY);
    }
}
