package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A writer with no HTTP anywhere, and a person with a Kafka client and a key. */
class BusDoorIT {
    private static final String OWNER = "grace@https://issuer.example";

    private final SigningKey own = Signers.fresh();

    @Test
    void withoutAnyHttpAPersonRegistersIssuesAndRevokesOverTheBusAlone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(Bench.folder("broker"));
                Bench bench = new Bench(broker, "bus");
                RegistryWriter writer = bench.writer(
                        "a",
                        bench.signers
                                .held()
                                .with(Signers.state(own, SigningUse.ADMIN, SigningKeyStatus.ACTIVE)
                                        .setOwner(OWNER)
                                        .setRoles(List.of("admin"))
                                        .setNotAfter(Instant.now().plus(Duration.ofHours(1)))
                                        .build()))) {
            Bench.awaitReady(writer);
            Instant now = Instant.now();
            Command issue = mine(Commands.issue("acme", "one", now));
            String key = issue.getSubject();

            assertThat(decided(bench, mine(Commands.register("acme", now)), 0, "acme")
                            .getOutcome())
                    .isEqualTo(Outcome.APPLIED);
            assertThat(decided(bench, issue, 0, "acme").getOutcome()).isEqualTo(Outcome.APPLIED);
            CommandResult revoked = decided(bench, mine(Commands.key(key, CommandType.REVOKE_KEY, now)), 0, key);
            assertThat(revoked.getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(bench.committed(Topic.KEYS)).hasSize(2);

            Command misplaced = mine(Commands.register("beta", now));
            assertThat(decided(bench, misplaced, 1, "beta").getProblem().getCode())
                    .isEqualTo("WRONG_PARTITION");
            assertThat(bench.committed(Topic.CONSUMERS)).hasSize(1);
        }
    }

    private static Command mine(Command.Builder command) {
        return command.setActor(OWNER).setDoor(Door.BUS).build();
    }

    /** Sends as any Kafka client may; to the right partition, or so many further. */
    private CommandResult decided(Bench bench, Command command, int further, String routing) throws Exception {
        int right = KeyId.parse(routing)
                .map(id -> Routing.partition(id, Bench.PARTITIONS))
                .orElseGet(() -> Routing.partition(routing, Bench.PARTITIONS));
        String topic = bench.names.nameOf(Topic.COMMANDS);
        byte[] key = routing.getBytes(UTF_8);
        byte[] value = Wire.encode(command);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, (right + further) % Bench.PARTITIONS, key, value);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers()
                .add(
                        RecordSignature.HEADER,
                        RecordSignature.sign(own, RecordContent.ofCommand(topic, key, value, command.getId())));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Map.copyOf(bench.client), new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata sent = producer.send(record).get();
            return bench.result(new CommandOrigin(sent.partition(), sent.offset(), sent.timestamp()));
        }
    }
}
