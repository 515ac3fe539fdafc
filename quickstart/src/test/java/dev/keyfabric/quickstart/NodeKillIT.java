package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.bus.KeyEventLoad;
import dev.keyfabric.quickstart.bus.KeyModel;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.schemas.event.KeyState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKillIT {
    private static final int PARTITIONS = 8;
    private static final int KEYS = 500;
    private static final int KILLS = Integer.getInteger("keyfabric.test.kills", 10);
    private static final int EVENTS_PER_SECOND = 10_000;
    private static final long LOAD_MILLIS = 2_000;

    @Test
    void aNodeKilledDuringAFloodOfEventsEndsInTheStateThatTheTopicsTell(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("keyfabric.test.seed", System.nanoTime());
        System.out.println("keyfabric.test.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (Bench bench = Bench.start(folder)) {
            bench.startRegistry("registry").awaitReady();
            Node node = bench.startNode("node");
            node.awaitReady();
            try (KeyEventLoad load = new KeyEventLoad(bench.bootstrap(), PARTITIONS, KEYS, seed)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    CompletableFuture<Void> flood =
                            CompletableFuture.runAsync(() -> load.run(EVENTS_PER_SECOND, LOAD_MILLIS));
                    Node victim = node;
                    CompletableFuture<Void> killed = CompletableFuture.runAsync(
                            () -> victim.process().kill(),
                            CompletableFuture.delayedExecutor(random.nextLong(LOAD_MILLIS), TimeUnit.MILLISECONDS));
                    killed.join();
                    node = bench.startNode("node");
                    flood.join();
                    node.awaitReady();
                    assertSame(node, KeyModel.fold(bench.bootstrap()), "after kill " + (kill + 1));
                }
            }
            Node fresh = bench.startNode("fresh");
            fresh.awaitReady();
            assertSame(fresh, KeyModel.fold(bench.bootstrap()), "rebuilt from an empty folder");
        }
    }

    private static void assertSame(Node node, Map<String, KeyState> model, String when) {
        assertThat(model).hasSizeGreaterThan(KEYS / 2);
        await(when)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(states(node, model)).as(when).isEqualTo(expected(model)));
    }

    private static Map<String, String> expected(Map<String, KeyState> model) {
        Map<String, String> states = new TreeMap<>();
        model.forEach((id, state) -> states.put(id, state.getStatus() + " " + state.getChangedAt()));
        return states;
    }

    private static Map<String, String> states(Node node, Map<String, KeyState> model) {
        Map<String, String> states = new TreeMap<>();
        for (String id : model.keySet()) {
            JsonNode state = node.get("/v1/key-states/" + id).body();
            states.put(
                    id,
                    state.path("status").asText() + " "
                            + Instant.parse(state.path("changedAt").asText("1970-01-01T00:00:00Z")));
        }
        return states;
    }
}
