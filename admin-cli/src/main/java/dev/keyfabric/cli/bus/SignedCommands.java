package dev.keyfabric.cli.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a person with an enrolled key puts on {@code commands.v1}: docs/api.md, "Commands over the bus". */
public final class SignedCommands {
    /** How long a command may wait on the bus to be decided. */
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private final SigningKey key;
    private final String owner;
    private final Door door;
    private final String topic;
    private final InstantSource clock;
    private final RandomGenerator random;

    static {
        ShippedSchemas.all(); // makes Avro trust our classes
    }

    /**
     * Commands in somebody's name.
     *
     * @param owner the enrolled key's
     * @param door BUS or CLI
     */
    public SignedCommands(
            SigningKey key, String owner, Door door, TopicNames names, InstantSource clock, RandomGenerator random) {
        this.key = key;
        this.owner = owner;
        this.door = door;
        this.topic = names.nameOf(Topic.COMMANDS);
        this.clock = clock;
        this.random = random;
    }

    /**
     * A command that lacks only what it is about.
     *
     * @param routing consumer id, or another subject's own id, or a key id where its consumer is not known
     */
    public Command.Builder command(CommandType type, String routing) {
        Instant now = clock.instant();
        return Command.newBuilder()
                .setType(type)
                .setId(CommandId.random(random))
                .setAttempt(CommandId.random(random))
                .setRouting(routing)
                .setActor(owner)
                .setDoor(door)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(GOOD_FOR));
    }

    /** Signed, for the partition of its routing id. */
    public ProducerRecord<byte[], byte[]> record(Command command, int partitions) {
        byte[] routing = command.getRouting().getBytes(UTF_8);
        byte[] value = Wire.encode(command);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition(command.getRouting(), partitions), routing, value);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers()
                .add(
                        RecordSignature.HEADER,
                        RecordSignature.sign(key, RecordContent.ofCommand(topic, routing, value, command.getId())));
        return record;
    }

    private static int partition(String routing, int partitions) {
        return KeyId.parse(routing)
                .map(id -> Routing.partition(id, partitions))
                .orElseGet(() -> Routing.partition(routing, partitions));
    }
}
