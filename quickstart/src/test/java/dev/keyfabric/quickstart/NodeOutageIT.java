package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeOutageIT {
    private Bench bench;
    private Node node;
    private RegistryClient admin;

    @BeforeEach
    void startOneOfEach(@TempDir Path folder) {
        bench = Bench.start(folder);
        Node registry = bench.startRegistry("registry");
        node = bench.startNode("node");
        admin = bench.admin(registry);
        node.awaitReady();
        admin.registerConsumer("acme", "Acme");
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void aNodeRestartedOnItsOldDiskNeverSaysValidOnceItHasAppliedTheRevocation() {
        JsonNode key = issued();
        String secret = key.get("key").asText();
        node.process().kill();
        admin.change(key.get("keyId").asText(), "revoke", Map.of("reason", "other"));

        Node again = bench.startNode("node");
        List<String> codes = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    codes.add(again.code(secret));
                    return again.get("/health/readiness").status() == 200;
                });
        codes.add(again.code(secret));

        assertThat(codes).last().isEqualTo("REVOKED");
        int firstRefusal = codes.indexOf("REVOKED");
        assertThat(codes.subList(firstRefusal, codes.size())).containsOnly("REVOKED");
    }

    @Test
    void withEveryBrokerDownAKilledNodeAnswersFromItsDiskAndSaysHowStaleItIs() {
        JsonNode good = issued();
        JsonNode revoked = issued();
        admin.awaitingReceipts(10).change(revoked.get("keyId").asText(), "revoke", Map.of("reason", "compromised"));
        bench.broker().stop();
        node.process().kill();

        Node again = bench.startNode("node");
        again.awaitReady();

        assertThat(again.code(revoked.get("key").asText())).isEqualTo("REVOKED");
        JsonNode verdict = again.validate(good.get("key").asText()).body();
        assertThat(verdict.get("code").asText()).isEqualTo("VALID");
        long staleness = verdict.get("asOf").get("stalenessMs").asLong();
        assertThat(staleness).isPositive();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> again.validate(good.get("key").asText())
                                .body()
                                .get("asOf")
                                .get("stalenessMs")
                                .asLong()
                        > staleness + 1000);
    }

    @Test
    void aNodeThatLeftCleanlyAnswersNothingUntilItHasSeenTheTopicsAgain() {
        String secret = issued().get("key").asText();
        node.process().terminate();
        bench.broker().stop();

        Node again = bench.startNode("node");
        again.awaitLive();

        assertThat(again.validate(secret).status()).isEqualTo(503);
        assertThat(again.code(secret)).isEqualTo("NOT_READY");
        assertThat(again.get("/health/readiness").status()).isEqualTo(503);

        bench.broker().start();
        again.awaitReady();
        assertThat(again.code(secret)).isEqualTo("VALID");
    }

    @Test
    void aNodeThatNeverHadAViewIsLiveButAnswersNothing() {
        String secret = issued().get("key").asText();
        bench.broker().stop();

        Node fresh = bench.startStranger("fresh");
        fresh.awaitLive();

        assertThat(fresh.get("/health/readiness").status()).isEqualTo(503);
        assertThat(fresh.validate(secret).status()).isEqualTo(503);
        assertThat(fresh.code(secret)).isEqualTo("NOT_READY");
    }

    private JsonNode issued() {
        JsonNode key = admin.awaitingReceipts(10).issueKey("acme", "k");
        assertThat(node.code(key.get("key").asText())).isEqualTo("VALID");
        return key;
    }
}
