package dev.keyfabric.quickstart.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.broker.Guard;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client settings that are passed through: SCRAM over TLS, with a certificate that only a trust store knows. */
class TlsIT {
    private static final String PASSWORD = "store-secret";

    @TempDir
    private Path folder;

    @Test
    void theFabricWorksOverTlsAndAPartThatDoesNotTrustTheBrokersSaysSo() throws Exception {
        Path store = keyStore("broker");
        Guard guard = Guard.of(Map.of(Guard.SUPER_USER, "broker-secret")).overTls(new Guard.KeyStore(store, PASSWORD));
        try (Bench bench = Bench.start(folder, guard)) {
            Node registry = bench.startRegistry("registry", trusting(guard, store));
            RegistryClient admin = bench.admin(registry);
            Node node = bench.startNode("node", trusting(guard, store));
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");
            JsonNode key = admin.awaitingReceipts(10).issueKey("acme", "key");
            assertThat(node.code(key.path("key").asText())).isEqualTo("VALID");
            JsonNode revoked =
                    admin.awaitingReceipts(10).change(key.path("keyId").asText(), "revoke", Map.of("reason", "leaked"));
            assertThat(revoked.path("receipt").path("final").asBoolean()).isTrue();
            assertThat(node.code(key.path("key").asText())).isEqualTo("REVOKED");

            Node distrustful = bench.startStranger("distrustful", trusting(guard, keyStore("another")));
            distrustful.awaitLive();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(distrustful
                                    .get("/health")
                                    .body()
                                    .path("details")
                                    .path("view")
                                    .path("details")
                                    .path("trouble")
                                    .asText())
                            .contains("do not trust each other")
                            .contains("keyfabric.kafka.ssl.*"));
        }
    }

    private static Map<String, Object> trusting(Guard guard, Path trustStore) {
        Map<String, Object> settings = new HashMap<>();
        guard.client(Guard.SUPER_USER).forEach((name, value) -> settings.put("keyfabric.kafka." + name, value));
        settings.put("keyfabric.kafka.ssl.truststore.type", "PKCS12");
        settings.put("keyfabric.kafka.ssl.truststore.location", trustStore);
        settings.put("keyfabric.kafka.ssl.truststore.password", PASSWORD);
        return settings;
    }

    private Path keyStore(String name) throws Exception {
        return Guard.KeyStore.selfSigned(folder.resolve(name + ".p12"), PASSWORD)
                .file();
    }
}
