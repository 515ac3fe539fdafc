package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptIT {
    @Test
    void aKilledNodeIsPendingThenUnheardAndTheReceiptIsNeverFinalUntilItIsBack(@TempDir Path folder) throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node registry = bench.startRegistry("registry");
            Node alive = bench.startNode("alive");
            Node killed = bench.startNode("killed");
            RegistryClient admin = bench.admin(registry);
            alive.awaitReady();
            killed.awaitReady();
            admin.registerConsumer("acme", "Acme");
            String keyId = admin.awaitingReceipts(10)
                    .issueKey("acme", "k")
                    .get("keyId")
                    .asText();
            killed.process().kill();

            HttpJson.Answer revoked =
                    admin.awaitingReceipts(1).post("/v1/keys/" + keyId + "/revoke", Map.of("reason", "leaked"));

            JsonNode receipt = revoked.body().get("receipt");
            assertThat(receipt.get("final").asBoolean()).isFalse();
            assertThat(receipt.get("confirmed").asInt()).isEqualTo(1);
            assertThat(receipt.get("pending").toString()).contains("killed").doesNotContain("alive");
            String path = "/v1/receipts/" + revoked.header("Keyfabric-Command");
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        JsonNode later = admin.get(path).body();
                        return later.get("pending").isEmpty()
                                && !later.get("unheard").isEmpty();
                    });
            JsonNode unheard = admin.get(path).body();
            assertThat(unheard.get("final").asBoolean()).isFalse();
            assertThat(unheard.get("unheard").get(0).get("node").asText()).isEqualTo("killed");
            assertThat(unheard.get("unheard").get(0).get("servesUntil").asText())
                    .isNotBlank();

            bench.startNode("killed").awaitReady();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> admin.get(path).body().get("final").asBoolean());
        }
    }

    @Test
    void aNodeThatLeftCleanlyIsNotWaitedFor(@TempDir Path folder) throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node registry = bench.startRegistry("registry");
            Node leaving = bench.startNode("leaving");
            RegistryClient admin = bench.admin(registry);
            leaving.awaitReady();
            admin.registerConsumer("acme", "Acme");
            leaving.process().terminate();

            JsonNode receipt = admin.awaitingReceipts(10).issueKey("acme", "k").get("receipt");

            assertThat(receipt.get("final").asBoolean()).isTrue();
            assertThat(receipt.get("confirmed").asInt()).isZero();
        }
    }
}
