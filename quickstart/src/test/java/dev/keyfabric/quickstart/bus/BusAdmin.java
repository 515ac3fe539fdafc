package dev.keyfabric.quickstart.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
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
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A person with a Kafka client and an enrolled key of their own: no registry's HTTP has a part in what it sends. */
public final class BusAdmin implements AutoCloseable {
    public static final int PARTITIONS = 8;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KafkaProducer<byte[], byte[]> producer;
    private final SignedCommands commands;

    private BusAdmin(KafkaProducer<byte[], byte[]> producer, SignedCommands commands) {
        this.producer = producer;
        this.commands = commands;
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
                new SignedCommands(
                        key,
                        answer.body().path("owner").asText(),
                        Door.BUS,
                        TopicNames.DEFAULT,
                        Clock.systemUTC(),
                        RANDOM));
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
        return producer.send(commands.record(command, PARTITIONS));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Command.Builder command(CommandType type, String routing) {
        return commands.command(type, routing);
    }

    @Override
    public void close() {
        producer.close();
    }
}
