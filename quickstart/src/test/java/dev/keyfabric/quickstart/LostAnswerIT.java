package dev.keyfabric.quickstart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.bus.KeyModel;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.SecretStatus;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostAnswerIT {
    private static final int KILLS = Integer.getInteger("keyfabric.test.registry-kills", 10);
    private static final int AT_ONCE = 8;
    private static final long KILLED_WITHIN_MS = 120;

    /** What a client wants, known by its idempotency key. */
    private record Wish(String idempotencyKey, String path, Map<String, ?> body, int done) {}

    private final long seed = Long.getLong("keyfabric.test.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    /** Plaintexts by the key they belong to: the last answer's. */
    private final Map<String, String> secrets = new TreeMap<>();

    private int issued;

    @Test
    void whoeverRepeatsAWishWhoseAnswerWasLostHasOneKeyAndTheOnlySecretThatOpensIt(@TempDir Path folder)
            throws Exception {
        System.out.println("keyfabric.test.seed=" + seed);
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE + 1);
        try (Bench bench = Bench.start(folder)) {
            Node registry = bench.startRegistry("registry");
            RegistryClient admin = bench.admin(registry);
            Node node = bench.startNode("node");
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");
            for (int kill = 0; kill < KILLS; kill++) {
                List<Wish> wishes = wishes(kill);
                sendAndKill(admin, registry, wishes, clients);
                registry = bench.startRegistry("registry");
                admin = bench.admin(registry);
                for (Wish wish : wishes) {
                    repeat(admin, wish);
                }
            }

            assertOneKeyForEachWish(bench);
            assertEverySecretThatOpensAKeyIsKnown(bench);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(secrets.values())
                            .allSatisfy(secret -> assertThat(node.code(secret)).isEqualTo("VALID")));
        } finally {
            clients.shutdownNow();
        }
    }

    /** New keys, and another secret for one of those before. */
    private List<Wish> wishes(int kill) {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Map<String, Object> key =
                    Map.of("consumerId", "acme", "name", "key " + kill + "." + i, "environment", "live");
            wishes.add(new Wish("issue-" + kill + "-" + i, "/v1/keys", key, 201));
            issued++;
        }
        secrets.keySet().stream()
                .skip(secrets.isEmpty() ? 0 : random.nextInt(secrets.size()))
                .findFirst()
                .ifPresent(id -> wishes.add(
                        new Wish("rotate-" + kill, "/v1/keys/" + id + "/rotate", Map.of("gracePeriod", "PT0S"), 200)));
        return wishes;
    }

    private void sendAndKill(RegistryClient admin, Node registry, List<Wish> wishes, ExecutorService clients) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (Wish wish : wishes) {
            sent.add(CompletableFuture.runAsync(() -> tryOnce(admin, wish), clients));
        }
        CompletableFuture.runAsync(
                        () -> registry.process().kill(),
                        CompletableFuture.delayedExecutor(random.nextLong(KILLED_WITHIN_MS), TimeUnit.MILLISECONDS))
                .join();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    /** An answer that comes is as good as lost: the client is the one that repeats in any case. */
    private static void tryOnce(RegistryClient admin, Wish wish) {
        try {
            admin.repeatable(wish.idempotencyKey()).post(wish.path(), wish.body());
        } catch (UncheckedIOException e) {
            // What the test is about.
        }
    }

    private void repeat(RegistryClient admin, Wish wish) {
        HttpJson.Answer answer = await(wish.idempotencyKey())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(UncheckedIOException.class)
                .until(
                        () -> admin.repeatable(wish.idempotencyKey()).post(wish.path(), wish.body()),
                        sent -> sent.status() == wish.done());
        JsonNode key = answer.body();
        secrets.put(key.path("keyId").asText(), key.path("key").asText());
    }

    private void assertOneKeyForEachWish(Bench bench) {
        Map<String, String> names = new LinkedHashMap<>();
        states(bench).forEach((id, state) -> names.put(id, state.getName()));
        assertThat(names.values()).doesNotHaveDuplicates().hasSize(issued);
        assertThat(secrets.keySet()).isEqualTo(names.keySet());
    }

    private void assertEverySecretThatOpensAKeyIsKnown(Bench bench) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Set<ByteBuffer> known = secrets.values().stream()
                .map(secret -> ByteBuffer.wrap(sha256.digest(secret.getBytes(US_ASCII))))
                .collect(Collectors.toSet());
        states(bench)
                .forEach((id, state) -> assertThat(state.getSecrets())
                        .as("secrets of %s", id)
                        .filteredOn(secret -> secret.getStatus() != SecretStatus.RETIRED)
                        .extracting(KeySecret::getHash)
                        .hasSize(1)
                        .allSatisfy(hash -> assertThat(known).contains(hash)));
    }

    /** The keys of the test's consumer, as the topic has them. */
    private static Map<String, KeyState> states(Bench bench) {
        Map<String, KeyState> states = new TreeMap<>();
        KeyModel.fold(bench.bootstrap()).forEach((id, state) -> {
            if (state.getConsumerId().equals("acme")) {
                states.put(id, state);
            }
        });
        return states;
    }
}
