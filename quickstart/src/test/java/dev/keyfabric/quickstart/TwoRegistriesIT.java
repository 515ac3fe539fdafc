package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.bus.KeyModel;
import dev.keyfabric.quickstart.bus.OneStory;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.KeyState;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoRegistriesIT {
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("keyfabric.test.pause-seconds", 30));
    private static final int CONSUMERS = 24;
    private static final Set<Integer> ALL = Set.of(0, 1, 2, 3, 4, 5, 6, 7);

    /** Key ids to the version that was acknowledged last. */
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    @Test
    void bothServeTheOneThatIsPausedLosesItsPartitionsAndCommitsNothingWhenItWakes(@TempDir Path folder)
            throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node first = bench.startRegistry("first");
            RegistryClient atFirst = bench.admin(first);
            Node second = bench.startRegistry("second");
            RegistryClient atSecond = bench.admin(second);
            awaitShared(first, second);
            List<String> keys = keysOfConsumersEverywhere(atFirst, atSecond);

            AtomicBoolean changing = new AtomicBoolean(true);
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> change(atSecond, keys, changing));
            try {
                first.process().pause();
                CompletableFuture<Void> pauseIsOver = CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
                await("taken over")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> partitions(second).equals(ALL));
                pauseIsOver.join();
                first.process().resume();
                awaitShared(first, second);
            } finally {
                changing.set(false);
                load.join();
            }

            OneStory.assertOfEveryKey(bench.bootstrap());
            Map<String, KeyState> states = KeyModel.fold(bench.bootstrap());
            assertThat(acknowledged).hasSize(keys.size());
            acknowledged.forEach((key, version) ->
                    assertThat(states.get(key).getVersion()).as(key).isGreaterThanOrEqualTo(version));
            assertThat(statuses).as("answers while partitions moved").isSubsetOf(200, 503);
            assertThat(atFirst.get("/v1/keys/" + keys.get(0)).status()).isEqualTo(200);
        }
    }

    /** Each has some, and together they have all, once. */
    private static void awaitShared(Node first, Node second) {
        await("partitions shared").atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            Set<Integer> one = partitions(first);
            Set<Integer> other = partitions(second);
            assertThat(one).isNotEmpty().doesNotContainAnyElementsOf(other);
            assertThat(other).isNotEmpty();
            assertThat(one.size() + other.size()).isEqualTo(ALL.size());
        });
    }

    private static Set<Integer> partitions(Node registry) {
        Set<Integer> partitions = new TreeSet<>();
        try {
            JsonNode details = registry.get("/health").body().path("details");
            details.findPath("partitions").forEach(partition -> partitions.add(partition.asInt()));
        } catch (UncheckedIOException e) {
            // It stands still, or is on its way.
        }
        return partitions;
    }

    /** A key each for consumers on all partitions, through both registries in turn. */
    private static List<String> keysOfConsumersEverywhere(RegistryClient one, RegistryClient other) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            RegistryClient registry = i % 2 == 0 ? one : other;
            String consumer = "consumer-" + i;
            registry.registerConsumer(consumer, "Consumer " + i);
            keys.add(registry.issueKey(consumer, "key").path("keyId").asText());
        }
        return keys;
    }

    /** Suspends and reinstates keys in turn, and remembers what was acknowledged. */
    private void change(RegistryClient registry, List<String> keys, AtomicBoolean changing) {
        Map<String, String> next = new HashMap<>();
        while (changing.get() || acknowledged.size() < keys.size()) {
            for (String key : keys) {
                String action = next.getOrDefault(key, "suspend");
                HttpJson.Answer answer = registry.post("/v1/keys/" + key + "/" + action, Map.of());
                statuses.add(answer.status());
                if (answer.status() == 200) {
                    next.put(key, action.equals("suspend") ? "reinstate" : "suspend");
                    acknowledged.put(key, answer.body().path("version").asLong());
                } else if (!changing.get()) {
                    return;
                }
            }
        }
    }
}
