package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.decide.Decider;
import dev.keyfabric.registry.decide.References;
import dev.keyfabric.registry.decide.SampleTerms;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.telemetry.Tracing;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The writer's topology on its one partition, without a broker. */
final class Driver extends TopologyTestDriver {
    private static final TopicNames NAMES = TopicNames.DEFAULT;

    private final TestInputTopic<byte[], byte[]> commands;
    private final Map<Topic, TestOutputTopic<byte[], byte[]>> outputs = new EnumMap<>(Topic.class);

    private final Signers signers;

    static final String SOURCE = "registry/r1";

    /** With references that know the registry's key. */
    Driver(Refill refill, OwnedPartitions owned) {
        this(new Signers(), hash -> Optional.empty(), refill, owned);
    }

    Driver(Signers signers, Function<byte[], Optional<String>> hashes, Refill refill, OwnedPartitions owned) {
        this(signers, signers.held(hashes), refill, owned);
    }

    Driver(Signers signers, References references, Refill refill, OwnedPartitions owned) {
        super(
                WriterTopology.build(
                        NAMES,
                        () -> new CommandProcessor(
                                SOURCE,
                                NAMES,
                                new Decider(1, SampleTerms.USUAL),
                                signers.keys,
                                references,
                                refill,
                                owned,
                                Tracing.off())),
                settings());
        this.signers = signers;
        commands = createInputTopic(NAMES.nameOf(Topic.COMMANDS), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "writer-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, Bench.folder("driver").toString());
        return settings;
    }

    /** Processes a command and gives the answer to it. */
    CommandResult send(Command.Builder command, Instant at) {
        send(command.build(), at);
        return lastResult();
    }

    /** Processes a command that the registry's key signed. */
    void send(Command command, Instant at) {
        byte[] value = Wire.encode(command);
        RecordContent content =
                RecordContent.ofCommand(NAMES.nameOf(Topic.COMMANDS), new byte[0], value, command.getId());
        TestRecord<byte[], byte[]> record = new TestRecord<>(new byte[0], value, at);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers().add(RecordSignature.HEADER, signers.keys.sign(content));
        commands.pipeInput(record);
    }

    void send(TestRecord<byte[], byte[]> record) {
        commands.pipeInput(record);
    }

    CommandResult lastResult() {
        List<TestRecord<byte[], byte[]>> results = written(Topic.COMMAND_RESULTS);
        return Wire.decode(results.get(results.size() - 1).value(), CommandResult.class);
    }

    void send(byte[] value, Instant at) {
        commands.pipeInput(new TestRecord<>(new byte[0], value, at));
    }

    void send(byte[] value, String commandId, Instant at) {
        TestRecord<byte[], byte[]> record = new TestRecord<>(new byte[0], value, at);
        record.headers().add(RecordHeaders.COMMAND, commandId.getBytes(UTF_8));
        commands.pipeInput(record);
    }

    /** What was written to a topic since it was last asked. */
    List<TestRecord<byte[], byte[]>> written(Topic topic) {
        return outputs.computeIfAbsent(topic, this::output).readRecordsToList();
    }

    /** The security events written since this was last asked. */
    List<SecurityEvent> securityEvents() {
        return written(Topic.SECURITY_EVENTS).stream()
                .map(record -> Wire.decode(record.value(), SecurityEvent.class))
                .toList();
    }

    private TestOutputTopic<byte[], byte[]> output(Topic topic) {
        return createOutputTopic(NAMES.nameOf(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    PartitionStore store() {
        return (PartitionStore) getAllStateStores().get(WriterTopology.STATE);
    }
}
