package dev.keyfabric.registry.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.key.Routing;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistryWriterIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.started(Bench.folder("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
    }

    @Test
    void anIssuedKeyIsOneEventItsHistoryAndItsResult() throws Exception {
        try (Bench bench = new Bench(broker, "issue");
                RegistryWriter writer = bench.readyWriter("a")) {
            bench.decided(Commands.register("acme", Instant.now()).build());
            Command issue = Commands.issue("acme", "one", Instant.now()).build();

            CommandOrigin origin = bench.send(issue);

            ConsumerRecord<String, byte[]> result = bench.resultRecord(origin);
            CommandResult answer = Wire.decode(result.value(), CommandResult.class);
            assertThat(answer.getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(answer.getAttempt()).isEqualTo(issue.getAttempt());
            assertThat(answer.getWritten()).isEqualTo(Map.of("keys.v1", 1, "history.v1", 1));
            ConsumerRecord<String, byte[]> event = bench.committed(Topic.KEYS).get(0);
            KeyEvent issued = Wire.decode(event.value(), KeyEvent.class);
            assertThat(issued.getType()).isEqualTo(KeyEventType.KEY_ISSUED);
            assertThat(issued.getState().getVersion()).isEqualTo(origin.appendTime());
            ConsumerRecord<String, byte[]> history = bench.committed(Topic.HISTORY).stream()
                    .filter(record -> record.key().equals(issue.getSubject()))
                    .findFirst()
                    .orElseThrow();
            assertThat(history.value()).isEqualTo(event.value());
            for (ConsumerRecord<String, byte[]> record : List.of(event, history, result)) {
                assertThat(record.partition()).isEqualTo(origin.partition());
                assertThat(Bench.header(record, RecordHeaders.COMMAND)).isEqualTo(issue.getId());
                assertThat(Bench.header(record, RecordHeaders.CAUSE)).isEqualTo(origin.cause());
            }
            assertThat(writer.status().running()).isTrue();
        }
    }

    @Test
    void aCommandThatAnotherPartitionerPlacedIsRefusedAndWritesNothingElse() throws Exception {
        try (Bench bench = new Bench(broker, "crc");
                RegistryWriter writer = bench.readyWriter("a")) {
            String consumer = consumerThatCrc32Misplaces();
            Command register = Commands.register(consumer, Instant.now()).build();

            CommandOrigin misplaced = sendTo(bench, crc32(consumer), register);

            CommandResult result = bench.result(misplaced);
            assertThat(result.getProblem().getCode()).isEqualTo("WRONG_PARTITION");
            assertThat(result.getStored()).isFalse();
            assertThat(bench.committed(Topic.CONSUMERS)).isEmpty();
            assertThat(bench.committed(Topic.HISTORY)).isEmpty();
            assertThat(bench.decided(register).getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(writer.status().lastFailure()).isEmpty();
        }
    }

    @Test
    void theKeysOfADeletedConsumerAreRevokedByAFollowUp() throws Exception {
        try (Bench bench = new Bench(broker, "delete");
                RegistryWriter writer = bench.readyWriter("a")) {
            bench.decided(Commands.register("acme", Instant.now()).build());
            bench.decided(Commands.issue("acme", "one", Instant.now()).build());
            bench.decided(Commands.issue("acme", "two", Instant.now()).build());

            CommandResult result = bench.decided(Commands.consumer("acme", CommandType.DELETE_CONSUMER, Instant.now())
                    .build());

            assertThat(result.getChildren()).hasSize(1);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(lastStatuses(bench).values()).hasSize(2).containsOnly(KeyStatus.REVOKED));
            assertThat(writer.status().lastFailure()).isEmpty();
        }
    }

    @Test
    void everyPartitionOfEveryLifecycleTopicTicksWithTheIdOfItsTopic() {
        try (Bench bench = new Bench(broker, "ticks");
                RegistryWriter writer = bench.readyWriter("a")) {
            for (Topic topic : Topic.lifecycle()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(bench.read(topic, "read_committed").stream()
                                        .filter(record -> RecordHeaders.TICK_KEY.equals(record.key()))
                                        .map(ConsumerRecord::partition)
                                        .collect(Collectors.toSet()))
                                .hasSize(Bench.PARTITIONS));
            }
            KeyEvent tick =
                    Wire.decode(bench.read(Topic.KEYS, "read_committed").get(0).value(), KeyEvent.class);
            assertThat(tick.getType()).isEqualTo(KeyEventType.TICK);
            assertThat(tick.getTopicId()).isEqualTo(bench.bus.topicIds().get(Topic.KEYS));
            assertThat(tick.getState()).isNull();
            assertThat(writer.status().lastFailure()).isEmpty();
        }
    }

    static Map<String, KeyStatus> lastStatuses(Bench bench) {
        return bench.committed(Topic.KEYS).stream()
                .map(record -> Wire.decode(record.value(), KeyEvent.class).getState())
                .collect(Collectors.toMap(state -> state.getKeyId(), state -> state.getStatus(), (old, now) -> now));
    }

    private static CommandOrigin sendTo(Bench bench, int partition, Command command) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(bench.client, new StringSerializer(), new ByteArraySerializer())) {
            String topic = bench.names.nameOf(Topic.COMMANDS);
            byte[] value = Wire.encode(command);
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, partition, command.getRouting(), value);
            RecordContent content = RecordContent.ofCommand(
                    topic, command.getRouting().getBytes(StandardCharsets.UTF_8), value, command.getId());
            record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(StandardCharsets.UTF_8));
            record.headers().add(RecordSignature.HEADER, bench.signers.keys.sign(content));
            RecordMetadata place = producer.send(record).get();
            return new CommandOrigin(place.partition(), place.offset(), place.timestamp());
        }
    }

    /** The rule of librdkafka's default partitioner. */
    private static int crc32(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % Bench.PARTITIONS);
    }

    private static String consumerThatCrc32Misplaces() {
        for (int i = 0; ; i++) {
            if (crc32("c" + i) != Routing.partition("c" + i, Bench.PARTITIONS)) {
                return "c" + i;
            }
        }
    }
}
