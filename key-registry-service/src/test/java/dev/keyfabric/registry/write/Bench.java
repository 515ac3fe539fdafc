package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.References;
import dev.keyfabric.registry.decide.SampleTerms;
import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.registry.topics.TopicProvisioner;
import dev.keyfabric.registry.topics.TopicSettings;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.telemetry.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** One fabric of its own on a shared broker: own topic prefix, own group, own folders. */
final class Bench implements AutoCloseable {
    static final int PARTITIONS = 2;

    final TopicNames names;
    final Map<String, Object> client;
    final BusIdentity bus;
    final CommandSender sender;
    final String application;
    final Path folder;
    final Signers signers = new Signers();

    Bench(EmbeddedBroker broker, String name) {
        names = new TopicNames(name + ".");
        application = name + "-registry";
        folder = folder(name);
        client = Map.of("bootstrap.servers", broker.bootstrapServers());
        bus = new TopicProvisioner(new TopicSettings(client, names, PARTITIONS, true, TopicSettings.USABLE_WITHIN))
                .provision();
        sender = new CommandSender(client, names, PARTITIONS, signers.keys);
    }

    /** Under target/: Streams warns of a state folder below /tmp. */
    static Path folder(String name) {
        return Path.of("target", "it", name + "-" + UUID.randomUUID()).toAbsolutePath();
    }

    /** What time does to subjects; as the registry has it unless a test says otherwise. */
    Terms terms = SampleTerms.USUAL;

    WriterSettings settings(String instance) {
        return new WriterSettings(
                application,
                instance,
                client,
                names,
                PARTITIONS,
                folder.resolve(instance),
                Duration.ofMillis(200),
                terms,
                Tracing.off());
    }

    RegistryWriter writer(String instance) {
        return writer(instance, signers.held());
    }

    RegistryWriter writer(String instance, References references) {
        RegistryWriter writer =
                new RegistryWriter(settings(instance), bus, signers.keys, references, InstantSource.system());
        writer.start();
        return writer;
    }

    RegistryWriter readyWriter(String instance) {
        RegistryWriter writer = writer(instance);
        awaitReady(writer);
        return writer;
    }

    static void awaitReady(RegistryWriter writer) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> writer.status().ready().size() == PARTITIONS);
    }

    CommandOrigin send(Command command) throws Exception {
        return sender.send(command).get(10, TimeUnit.SECONDS);
    }

    /** Sends a command and waits for the answer to just this try. */
    CommandResult decided(Command command) throws Exception {
        CommandOrigin origin = send(command);
        return result(origin);
    }

    CommandResult result(CommandOrigin origin) {
        return Wire.decode(resultRecord(origin).value(), CommandResult.class);
    }

    ConsumerRecord<String, byte[]> resultRecord(CommandOrigin origin) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> committed(Topic.COMMAND_RESULTS).stream()
                                .filter(record -> origin.cause().equals(header(record, RecordHeaders.CAUSE)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return record.headers().lastHeader(name) == null
                ? null
                : new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** Every committed record of a topic but ticks, partition by partition. */
    List<ConsumerRecord<String, byte[]>> committed(Topic topic) {
        return read(topic, "read_committed").stream()
                .filter(record -> !RecordHeaders.TICK_KEY.equals(record.key()))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> read(Topic topic, String isolation) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(names.nameOf(topic), partition))
                .toList();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
