package dev.keyfabric.quickstart.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.SecretDraft;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A person with a Kafka client and an enrolled key of their own: no registry's HTTP has a part in what it sends. */
public final class BusAdmin implements AutoCloseable {
    public static final int PARTITIONS = 8;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COMMANDS = TopicNames.DEFAULT.nameOf(Topic.COMMANDS);

    private final KafkaProducer<byte[], byte[]> producer;
    private final SigningKey key;
    private final String owner;

    static {
        ShippedSchemas.all(); // makes Avro trust our classes
    }

    private BusAdmin(KafkaProducer<byte[], byte[]> producer, SigningKey key, String owner) {
        this.producer = producer;
        this.key = key;
        this.owner = owner;
    }

    /** Enrols a key whose record lies on a partition. */
    public static BusAdmin enrolled(String bootstrap, RegistryClient admin, int partition) {
        SigningKey key = SigningKey.generate(RANDOM);
        while (Routing.partition(key.kid(), PARTITIONS) != partition) {
            key = SigningKey.generate(RANDOM);
        }
        String nonce = admin.post("/v1/signing-keys/challenge", Map.of())
                .body()
                .path("nonce")
                .asText();
        HttpJson.Answer answer = admin.post(
                "/v1/signing-keys",
                Map.of(
                        "publicKey",
                        json(key.publicKey().toJwkText()),
                        "nonce",
                        nonce,
                        "proof",
                        Jws.sign(key, "kf-proof", nonce.getBytes(UTF_8))));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return new BusAdmin(
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                key,
                answer.body().path("owner").asText());
    }

    public Command register(String consumer) {
        return command(CommandType.REGISTER_CONSUMER, consumer)
                .setSubject(consumer)
                .setConsumer(ConsumerDraft.newBuilder().setName(consumer).build())
                .build();
    }

    public Command issue(String consumer) {
        Command.Builder command = command(CommandType.ISSUE_KEY, consumer);
        byte[] hash = new byte[32];
        RANDOM.nextBytes(hash);
        return command.setSubject(KeyId.derive(consumer, command.getId()).text())
                .setKey(KeyDraft.newBuilder()
                        .setName("by bus")
                        .setEnvironment(Environment.LIVE)
                        .setScopes(List.of("orders:read"))
                        .build())
                .setSecret(SecretDraft.newBuilder()
                        .setHash(ByteBuffer.wrap(hash))
                        .setPrefix("kf_live")
                        .setLastFour("0000")
                        .build())
                .build();
    }

    public Command suspend(String consumer, String keyId) {
        return command(CommandType.SUSPEND_KEY, consumer).setSubject(keyId).build();
    }

    /** Signed and on its way to the partition of its routing id; the future tells where it lies. */
    public Future<RecordMetadata> send(Command command) {
        byte[] routing = command.getRouting().getBytes(UTF_8);
        byte[] value = Wire.encode(command);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(COMMANDS, Routing.partition(command.getRouting(), PARTITIONS), routing, value);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers()
                .add(
                        RecordSignature.HEADER,
                        RecordSignature.sign(key, RecordContent.ofCommand(COMMANDS, routing, value, command.getId())));
        return producer.send(record);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
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

    @Override
    public void close() {
        producer.close();
    }
}
