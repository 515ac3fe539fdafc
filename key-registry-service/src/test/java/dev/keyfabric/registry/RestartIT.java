package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.registry.topics.TopicsDifferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartIT {
    private final Path folder = Registries.folder("restart");
    private final Path data = folder.resolve("registry");

    @Test
    void withoutABrokerItIsLiveAndNotReadyAndComesUpByItself() {
        EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("broker"), 0, Map.of());
        try (broker;
                KeyRegistry registry = KeyRegistry.start(Registries.settings(broker.bootstrapServers(), data))) {
            Api admin = Registries.admin(registry, data);
            assertThat(admin.get("/health/liveness").status()).isEqualTo(200);
            assertThat(admin.get("/health/readiness").status()).isEqualTo(503);
            Answer write = admin.post("/v1/consumers", "{\"name\":\"a\"}");
            assertThat(write.status()).isEqualTo(503);
            assertThat(write.at("/code")).isEqualTo("WRITER_UNAVAILABLE");
            assertThat(write.header("Retry-After")).isNotEmpty();
            Answer read = admin.get("/v1/consumers");
            assertThat(read.status()).isEqualTo(503);
            assertThat(read.at("/code")).isEqualTo("STALE");
            assertThat(admin.post("/v1/consumers", "{\"name\":7}").status()).isEqualTo(422);

            broker.start();

            Registries.awaitReady(registry);
            assertThat(admin.get("/health/readiness").status()).isEqualTo(200);
            assertThat(admin.post("/v1/consumers", "{\"name\":\"a\"}").status()).isEqualTo(201);
        }
    }

    @Test
    void aReadModelRebuiltFromTheTopicsIsTheOneFromBefore() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
            String before;
            String command;
            Answer receipt;
            try (KeyRegistry registry = Registries.ready(settings)) {
                Api admin = Registries.admin(registry, data);
                command = live(admin);
                before = everything(admin);
                receipt = admin.get("/v1/commands/" + command);
            }
            delete(data.resolve("read-model"));
            try (KeyRegistry registry = Registries.ready(settings)) {
                Api admin = Registries.admin(registry, data);
                assertThat(everything(admin)).isEqualTo(before);
                assertThat(admin.get("/v1/commands/" + command).json()).isEqualTo(receipt.json());
                assertThat(admin.get("/v1/receipts/" + command).at("/position")).isEqualTo(receipt.at("/position"));
            }
            try (KeyRegistry registry = Registries.ready(settings)) {
                assertThat(everything(Registries.admin(registry, data))).isEqualTo(before);
            }
        }
    }

    @Test
    void theReadModelOfAnotherBusIsDroppedAndFilledAgain() {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            try (KeyRegistry registry = Registries.ready(Registries.settings(broker.bootstrapServers(), data))) {
                live(Registries.admin(registry, data));
            }
        }
        try (EmbeddedBroker other = EmbeddedBroker.started(folder.resolve("other-broker"));
                KeyRegistry registry = Registries.ready(Registries.settings(other.bootstrapServers(), data))) {
            Api admin = Registries.admin(registry, data);
            assertThat(admin.get("/v1/consumers").json().get("items")).isEmpty();
            assertThat(admin.get("/v1/keys").json().get("items")).isEmpty();
            assertThat(admin.post("/v1/consumers", "{\"id\":\"c1\",\"name\":\"new\"}")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void anOutcomeThatNobodyKnowsIsNamedSoAndCanBeAskedForLater() {
        EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"));
        try (broker;
                KeyRegistry registry = Registries.ready(Registries.settings(broker.bootstrapServers(), data))) {
            Api admin = Registries.admin(registry, data);
            admin.post("/v1/consumers", "{\"id\":\"c1\",\"name\":\"before\"}");
            broker.stop();

            Answer unknown = admin.patch("/v1/consumers/c1", "{\"name\":\"after\"}", "Idempotency-Key", "one-wish");
            assertThat(unknown.status()).as(unknown.text()).isEqualTo(503);
            assertThat(unknown.at("/code")).isIn("OUTCOME_UNKNOWN", "WRITER_UNAVAILABLE");
            assertThat(unknown.header("Retry-After")).isNotEmpty();
            assertThat(unknown.at("/commandId")).isEqualTo(unknown.header("Keyfabric-Command"));
            assertThat(admin.get("/v1/consumers/c1").at("/name")).isEqualTo("before");

            broker.start();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Answer again = admin.patch("/v1/consumers/c1", "{\"name\":\"after\"}", "Idempotency-Key", "one-wish");
                assertThat(again.status()).as(again.text()).isEqualTo(200);
                assertThat(again.at("/name")).isEqualTo("after");
            });
            assertThat(admin.get("/v1/commands/" + unknown.at("/commandId")).at("/outcome"))
                    .isEqualTo("applied");
        }
    }

    @Test
    void topicsThatAreNotAsTheyMustBeEndTheStart() {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
            Registries.ready(settings).close();
            settings.put("keyfabric.partitions", "8");

            assertThatThrownBy(() -> KeyRegistry.start(settings))
                    .isInstanceOf(TopicsDifferException.class)
                    .hasMessageContaining("keys.v1");
        }
    }

    /** A little of everything; gives back the id of a command that changed a key. */
    private static String live(Api admin) {
        admin.send("PUT", "/v1/plans/gold", "{\"name\":\"Gold\",\"maxLifetime\":\"P30D\"}");
        admin.send("PUT", "/v1/plans/gold", "{\"name\":\"Gold\",\"maxLifetime\":\"P60D\"}");
        admin.send("PUT", "/v1/services/orders", "{\"name\":\"Orders\",\"scopes\":[\"orders:*\"]}");
        admin.post("/v1/consumers", "{\"id\":\"gone\",\"name\":\"Gone\",\"plan\":\"gold\"}");
        admin.post("/v1/keys", "{\"consumerId\":\"gone\",\"name\":\"k\",\"environment\":\"live\"}");
        admin.delete("/v1/consumers/gone");
        String last = "";
        for (int c = 0; c < 3; c++) {
            admin.post("/v1/consumers", "{\"id\":\"c" + c + "\",\"name\":\"Consumer " + c + "\"}");
            for (int k = 0; k < 4; k++) {
                String id = admin.post(
                                "/v1/keys",
                                "{\"consumerId\":\"c" + c + "\",\"name\":\"k" + k + "\",\"environment\":\"test\"}")
                        .at("/keyId");
                Answer changed = switch (k) {
                    case 0 -> admin.post("/v1/keys/" + id + "/rotate", "{\"gracePeriod\":\"PT1H\"}");
                    case 1 -> admin.post("/v1/keys/" + id + "/suspend", null);
                    case 2 -> admin.post("/v1/keys/" + id + "/revoke", "{\"reason\":\"leaked\"}");
                    default -> admin.patch("/v1/keys/" + id, "{\"metadata\":{\"n\":1.0}}");
                };
                assertThat(changed.status()).as(changed.text()).isEqualTo(200);
                last = changed.header("Keyfabric-Command");
            }
        }
        return last;
    }

    /** Every row of every table that can be asked for: subjects with their positions, and the whole history. */
    private static String everything(Api admin) {
        StringBuilder all = new StringBuilder();
        for (String list : List.of(
                "/v1/consumers?limit=500",
                "/v1/keys?limit=500&sort=-name",
                "/v1/plans?limit=500",
                "/v1/services?limit=500",
                "/v1/signing-keys?limit=500",
                "/v1/history?limit=5000&sort=at")) {
            Answer answer = admin.get(list);
            assertThat(answer.json().get("items")).as(list).isNotEmpty();
            assertThat(answer.json().get("nextCursor").isNull()).as(list).isTrue();
            all.append(answer.text()).append('\n');
            answer.json().get("items").forEach(item -> {
                String id = item.path("keyId").asText();
                if (!id.isEmpty()) {
                    all.append(admin.get("/v1/keys/" + id).text()).append('\n');
                }
            });
        }
        return all.toString();
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
