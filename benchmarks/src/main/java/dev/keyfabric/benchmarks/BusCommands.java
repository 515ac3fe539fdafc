package dev.keyfabric.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.benchmarks.view.SampleBus;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.SecretDraft;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import dev.keyfabric.schemas.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a person with a Kafka client and an enrolled key of their own puts on {@code commands.v1}. */
final class BusCommands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COMMANDS = TopicNames.DEFAULT.nameOf(Topic.COMMANDS);

    private final SigningKey key;
    private final String owner;

    static {
        ShippedSchemas.all(); // makes Avro trust our classes
    }

    private BusCommands(SigningKey key, String owner) {
        this.key = key;
        this.owner = owner;
    }

    /** Has a new key enrolled over HTTP. */
    static BusCommands enrolled(Client admin, String registry) throws IOException {
        SigningKey key = SigningKey.generate(RANDOM);
        String nonce = admin.post(registry + "/v1/signing-keys/challenge", Map.of())
                .get("nonce")
                .asText();
        JsonNode enrolled = admin.post(
                registry + "/v1/signing-keys",
                Map.of(
                        "publicKey",
                        JSON.readTree(key.publicKey().toJwkText()),
                        "nonce",
                        nonce,
                        "proof",
                        Jws.sign(key, "kf-proof", nonce.getBytes(UTF_8))));
        return new BusCommands(key, enrolled.get("owner").asText());
    }

    Command issue(String consumer) {
        Command.Builder command = command(CommandType.ISSUE_KEY, consumer);
        byte[] hash = new byte[32];
        RANDOM.nextBytes(hash);
        return command.setSubject(KeyId.derive(consumer, command.getId()).text())
                .setKey(KeyDraft.newBuilder()
                        .setName("by bus")
                        .setEnvironment(Environment.LIVE)
                        .setScopes(List.of())
                        .build())
                .setSecret(SecretDraft.newBuilder()
                        .setHash(ByteBuffer.wrap(hash))
                        .setPrefix("kf_live")
                        .setLastFour("0000")
                        .build())
                .build();
    }

    /** Takes rights away, so it is committed by itself. */
    Command suspend(Command issued) {
        return command(CommandType.SUSPEND_KEY, issued.getRouting())
                .setSubject(issued.getSubject())
                .build();
    }

    /** Signed, for the partition of its routing id. */
    ProducerRecord<byte[], byte[]> record(Command command) {
        byte[] routing = command.getRouting().getBytes(UTF_8);
        byte[] value = Wire.encode(command);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                COMMANDS, Routing.partition(command.getRouting(), SampleBus.PARTITIONS), routing, value);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers()
                .add(
                        RecordSignature.HEADER,
                        RecordSignature.sign(key, RecordContent.ofCommand(COMMANDS, routing, value, command.getId())));
        return record;
    }

    private Command.Builder command(CommandType type, String routing) {
        Instant now = Instant.now();
        return Command.newBuilder()
                .setType(type)
                .setId(CommandId.random(RANDOM))
                .setAttempt(CommandId.random(RANDOM))
                .setRouting(routing)
                .setActor(owner)
                .setDoor(Door.BUS)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(Duration.ofHours(1)));
    }
}
