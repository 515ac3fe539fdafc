package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.quickstart.bus.Agreement;
import dev.keyfabric.quickstart.bus.TopicDump;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestIT {
    private static final Map<String, Object> OFTEN = Map.of("keyfabric.digest.every", "PT1S");

    @Test
    void registryAndNodeHoldTheSameAlsoAfterBothWereKilledAndARecordThatTheRegistryDidNotWriteShows(
            @TempDir Path folder) throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node registry = bench.startRegistry("registry", OFTEN);
            RegistryClient admin = bench.admin(registry);
            Node node = bench.startNode("node");
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");
            for (int i = 0; i < 10; i++) {
                String keyId = admin.issueKey("acme", "key " + i).get("keyId").asText();
                if (i % 3 == 0) {
                    admin.change(keyId, "revoke", Map.of("reason", "other"));
                }
            }
            awaitAgreement(bench, node);

            registry.process().kill();
            node.process().kill();
            Node again = bench.startRegistry("registry", OFTEN);
            RegistryClient adminAgain = bench.admin(again);
            Node nodeAgain = bench.startNode("node");
            nodeAgain.awaitReady();
            adminAgain.issueKey("acme", "after the kills");
            awaitAgreement(bench, nodeAgain);
            assertThat(Agreement.incidents(nodeAgain, "DIGEST_MISMATCH")).isZero();
            assertThat(Agreement.incidents(nodeAgain, "DIGEST_REFUSED")).isZero();

            writeAnotherVersionOfAKey(bench);
            try (Agreement after = Agreement.fromNowOn(bench.bootstrap())) {
                after.awaitCompared(nodeAgain);
                assertThat(Agreement.of(nodeAgain).path("differing").asInt()).isEqualTo(1);
                assertThatThrownBy(() -> after.awaitOf(nodeAgain)).isInstanceOf(AssertionError.class);
            }
        }
    }

    /** With digests that were written after this was called, so after the last change. */
    private static void awaitAgreement(Bench bench, Node node) {
        try (Agreement agreement = Agreement.fromNowOn(bench.bootstrap())) {
            agreement.awaitOf(node);
        }
    }

    /** As somebody might who may write the topic and is not the registry. */
    private static void writeAnotherVersionOfAKey(Bench bench) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> keys = TopicDump.committed(bench.bootstrap(), Topic.KEYS).stream()
                .filter(record -> record.key()[0] != '~')
                .toList();
        ConsumerRecord<byte[], byte[]> last = keys.get(keys.size() - 1);
        KeyEvent event = Wire.decode(last.value(), KeyEvent.class);
        KeyEvent forged = KeyEvent.newBuilder(event)
                .setState(KeyState.newBuilder(event.getState())
                        .setVersion(event.getState().getVersion() + 1)
                        .setScopes(List.of("everything"))
                        .build())
                .build();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bench.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            TopicNames.DEFAULT.nameOf(Topic.KEYS), last.partition(), last.key(), Wire.encode(forged)))
                    .get();
        }
    }
}
