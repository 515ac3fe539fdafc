package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.process.ThreeBrokers;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerKillIT {
    private static final String KEYS = TopicNames.DEFAULT.nameOf(Topic.KEYS);
    private static final int KILLS = Integer.getInteger("keyfabric.test.broker-kills", 3);
    private static final int PARTITIONS = 8;

    @Test
    void noRevocationThatWasAcknowledgedIsLostThoughTheLeaderOfItsPartitionIsKilledAgainAndAgain(@TempDir Path folder)
            throws Exception {
        ThreeBrokers brokers = ThreeBrokers.start(folder);
        try (Bench bench = Bench.start(folder, brokers)) {
            Node registry = bench.startRegistry("registry", Map.of("keyfabric.development", false));
            RegistryClient admin = bench.admin(registry);
            Node node = bench.startNode("node");
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");
            List<Issued> acknowledged = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                brokers.awaitInSync();
                List<Issued> keys = issued(admin, 60);
                int leader = brokers.leaderOf(KEYS, keys.get(0).partition());
                acknowledged.addAll(revokedWhile(admin, keys, () -> brokers.kill(leader)));
                assertThat(brokers.leaderOf(KEYS, keys.get(0).partition())).isNotEqualTo(leader);
                brokers.start(leader);
            }

            assertThat(acknowledged).hasSize(KILLS * 60);
            assertRevoked(node, acknowledged);
            Node fresh = bench.startNode("fresh");
            fresh.awaitReady();
            assertRevoked(fresh, acknowledged);
        }
    }

    private record Issued(String id, String key) {
        int partition() {
            return Routing.partition(new KeyId(id), PARTITIONS);
        }
    }

    private static List<Issued> issued(RegistryClient admin, int count) {
        List<Issued> issued = new ArrayList<>();
        Map<String, ?> wish = Map.of("consumerId", "acme", "name", "key", "environment", "live", "scopes", List.of());
        await("keys issued")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    HttpJson.Answer answer = admin.post("/v1/keys", wish);
                    // The broker that came back last may still be on its way; keys nobody heard of are not missed.
                    if (answer.status() == 201) {
                        issued.add(new Issued(
                                answer.body().path("keyId").asText(),
                                answer.body().path("key").asText()));
                    }
                    return issued.size() == count;
                });
        return issued;
    }

    /** Revokes keys, each until it is acknowledged, and kills in the midst of it. */
    private static List<Issued> revokedWhile(RegistryClient admin, List<Issued> keys, Runnable kill) throws Exception {
        ConcurrentLinkedQueue<Issued> acknowledged = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> revoking = CompletableFuture.runAsync(() -> {
            for (Issued key : keys) {
                await("revocation acknowledged")
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .ignoreException(UncheckedIOException.class)
                        .until(() -> admin.post("/v1/keys/" + key.id() + "/revoke", Map.of("reason", "leaked"))
                                        .status()
                                == 200);
                acknowledged.add(key);
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() >= keys.size() / 3 || revoking.isDone());
        kill.run();
        assertThat(acknowledged.size()).as("revoked before the kill").isLessThan(keys.size());
        revoking.get();
        return List.copyOf(acknowledged);
    }

    private static void assertRevoked(Node node, List<Issued> keys) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(keys)
                        .allSatisfy(key -> assertThat(node.code(key.key())).isEqualTo("REVOKED")));
    }
}
