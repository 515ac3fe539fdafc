package dev.keyfabric.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Validators are played by hand: this test publishes their positions. */
class ReceiptIT {
    private static final Api ADMIN = SharedRegistry.admin();
    private static final Enrolment ENROLMENT = new Enrolment(SharedRegistry.url(), ADMIN);
    private static final Map<String, SigningKey> KEYS =
            Map.of("node-a", ENROLMENT.node("node-a"), "node-b", ENROLMENT.node("node-b"));

    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void open() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedRegistry.bootstrapServers(), "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void leave() throws Exception {
        for (String node : List.of("node-a", "node-b")) {
            publish(node, null);
        }
        producer.close();
        await().until(() -> ADMIN.get("/v1/nodes").json().get("items").isEmpty());
    }

    @Test
    void aReceiptIsFinalOnceEveryNodeHasAppliedTheChange() throws Exception {
        publish("node-a", report("node-a", Position.NONE));
        await().until(() -> ADMIN.get("/v1/nodes").json().get("items").size() == 1);
        String name = "receipt-" + System.nanoTime();
        Answer made = ADMIN.post("/v1/consumers", "{\"name\":\"" + name + "\"}", "Prefer", "wait=1");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Preference-Applied")).isEqualTo("wait");
        assertThat(made.at("/receipt/pending/0")).isEqualTo("node-a");
        assertThat(made.at("/receipt/final")).isEqualTo("false");
        assertThat(made.at("/receipt/confirmed")).isEqualTo("0");
        assertThat(made.json().at("/receipt/elapsedMs").asLong()).isGreaterThanOrEqualTo(1000);

        String path = "/v1/receipts/" + made.header("Keyfabric-Command");
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> ADMIN.get(path, "Prefer", "respond-async, Wait=20"));
        publish("node-a", report("node-a", Position.parse(made.at("/position")).orElseThrow()));

        Answer receipt = waiting.get();
        assertThat(receipt.at("/final")).as(receipt.text()).isEqualTo("true");
        assertThat(receipt.at("/confirmed")).isEqualTo("1");
        assertThat(receipt.json().get("elapsedMs").asLong()).isLessThan(15_000);
        assertThat(ADMIN.get("/v1/nodes").at("/items/0/node")).isEqualTo("node-a");
        assertThat(ADMIN.get("/v1/nodes").at("/items/0/live")).isEqualTo("true");
    }

    @Test
    void aNewKeyIsInForceWhereItsConsumerAndTheConsumersPlanAreKnownToo() throws Exception {
        publish("node-a", report("node-a", Position.NONE));
        await().until(() -> ADMIN.get("/v1/nodes").at("/items/0/signed").equals("true"));
        String plan = at(ADMIN.send("PUT", "/v1/plans/grounds", "{\"name\":\"Grounds\"}"));
        String consumer = at(ADMIN.post("/v1/consumers", "{\"id\":\"grounds\",\"name\":\"G\",\"plan\":\"grounds\"}"));
        assertThat(parts(consumer)).as("a consumer stands on its plan").contains(plan);

        Answer issued = ADMIN.post("/v1/keys", "{\"consumerId\":\"grounds\",\"name\":\"k\",\"environment\":\"live\"}");
        List<String> all = parts(at(issued));
        assertThat(all).hasSize(3).containsAll(parts(consumer));
        List<String> own =
                all.stream().filter(part -> part.startsWith("keys.v1-")).toList();
        assertThat(own).hasSize(1);
        String path = "/v1/receipts/" + issued.header("Keyfabric-Command");

        publish("node-a", report("node-a", Position.parse(own.get(0)).orElseThrow()));
        assertThat(ADMIN.get(path, "Prefer", "wait=1").at("/pending/0")).isEqualTo("node-a");
        publish("node-a", report("node-a", Position.parse(at(issued)).orElseThrow()));
        assertThat(ADMIN.get(path, "Prefer", "wait=10").at("/final")).isEqualTo("true");

        Answer revoked = ADMIN.post("/v1/keys/" + issued.at("/keyId") + "/revoke", "{\"reason\":\"other\"}");
        assertThat(parts(at(revoked)))
                .as("what is taken away waits for nothing else")
                .hasSize(1);
    }

    private static String at(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        return answer.at("/position");
    }

    private static List<String> parts(String position) {
        return List.of(position.split(","));
    }

    @Test
    void whatARevocationTookToEachNodeIsShownAndCounted() throws Exception {
        publish("node-a", report("node-a", Position.NONE));
        await().until(() -> ADMIN.get("/v1/nodes").at("/items/0/signed").equals("true"));
        ADMIN.post("/v1/consumers", "{\"id\":\"timed\",\"name\":\"Timed\"}");
        String key = ADMIN.post("/v1/keys", "{\"consumerId\":\"timed\",\"name\":\"k\",\"environment\":\"live\"}")
                .at("/keyId");
        long counted = timed();
        Answer revoked = ADMIN.post("/v1/keys/" + key + "/revoke", "{\"reason\":\"other\"}");
        publish(
                "node-a",
                report("node-a", Position.parse(revoked.at("/position")).orElseThrow()));

        await().untilAsserted(() -> assertThat(ADMIN.get("/v1/nodes").at("/items/0/revocations/count"))
                .isEqualTo("1"));
        assertThat(ADMIN.get("/v1/nodes")
                        .json()
                        .at("/items/0/revocations/p99Ms")
                        .asLong())
                .isBetween(0L, 30_000L);
        assertThat(timed()).isEqualTo(counted + 1);
    }

    private static long timed() {
        return ADMIN.get("/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith("keyfabric_registry_revocation_applied_seconds_bucket")
                        && line.contains("le=\"30.0\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNodeThatLeavesIsWaitedForNoLonger() throws Exception {
        publish("node-b", report("node-b", Position.NONE));
        await().until(() -> ADMIN.get("/v1/nodes").json().get("items").size() == 1);
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                () -> ADMIN.post("/v1/consumers", "{\"name\":\"leaving node\"}", "Prefer", "wait=20"));
        assertThat(waiting).isNotDone();

        publish("node-b", null);

        assertThat(waiting.get().at("/receipt/final")).isEqualTo("true");
    }

    @Test
    void whatANodeDidNotSignNeitherConfirmsNorLeaves() throws Exception {
        publish("node-a", report("node-a", Position.NONE));
        await().until(() -> ADMIN.get("/v1/nodes").at("/items/0/signed").equals("true"));
        Answer made = ADMIN.post("/v1/consumers", "{\"name\":\"unsigned\"}");
        String path = "/v1/receipts/" + made.header("Keyfabric-Command");

        byte[] applied = report("node-a", Position.parse(made.at("/position")).orElseThrow());
        producer.send(unsigned("node-a", applied)).get();
        await().until(() -> ADMIN.get("/v1/nodes").at("/items/0/signed").equals("false"));
        producer.send(unsigned("node-a", null)).get();
        Answer waited = ADMIN.get(path, "Prefer", "wait=1");
        assertThat(waited.at("/pending/0")).as(waited.text()).isEqualTo("node-a");
        assertThat(waited.at("/final")).isEqualTo("false");

        publish("node-a", applied);
        assertThat(ADMIN.get(path, "Prefer", "wait=10").at("/final")).isEqualTo("true");
    }

    private byte[] report(String node, Position applied) {
        Map<String, List<Long>> offsets = new HashMap<>();
        for (Map.Entry<PartitionId, Long> at : applied.offsets().entrySet()) {
            List<Long> next =
                    offsets.computeIfAbsent(at.getKey().topic().id(), t -> new ArrayList<>(Collections.nCopies(4, 0L)));
            next.set(at.getKey().partition(), at.getValue() + 1);
        }
        return Wire.encode(new NodePosition(
                node, offsets, Instant.now(), 0L, 3_600_000L, true, "test", Topics.ids(bootstrap()), null));
    }

    private static String bootstrap() {
        return SharedRegistry.bootstrapServers();
    }

    private void publish(String node, byte[] value) throws Exception {
        ProducerRecord<String, byte[]> record = unsigned(node, value);
        RecordContent content = RecordContent.of(record.topic(), node.getBytes(UTF_8), value);
        record.headers().add(RecordSignature.HEADER, RecordSignature.sign(KEYS.get(node), content));
        producer.send(record).get();
    }

    private static ProducerRecord<String, byte[]> unsigned(String node, byte[] value) {
        return new ProducerRecord<>(TopicNames.DEFAULT.nameOf(Topic.POSITIONS), node, value);
    }
}
