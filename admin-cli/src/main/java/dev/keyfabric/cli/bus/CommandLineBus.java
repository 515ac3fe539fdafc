package dev.keyfabric.cli.bus;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The way of a command over the bus: onto {@code commands.v1}, and its result back from {@code command-results.v1}. */
public final class CommandLineBus implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicNames names;
    private final KafkaConsumer<byte[], byte[]> results;
    private final KafkaProducer<byte[], byte[]> producer;

    private CommandLineBus(
            TopicNames names, KafkaConsumer<byte[], byte[]> results, KafkaProducer<byte[], byte[]> producer) {
        this.names = names;
        this.results = results;
        this.producer = producer;
    }

    /** Comes to the bus as whom the settings say. */
    public static CommandLineBus open(Map<String, Object> settings, TopicNames names) {
        try {
            Map<String, Object> reading = new HashMap<>(settings);
            reading.remove("delivery.timeout.ms");
            reading.remove("max.block.ms");
            reading.put("isolation.level", "read_committed");
            reading.put("enable.auto.commit", false);
            reading.put("allow.auto.create.topics", false);
            Map<String, Object> writing = new HashMap<>(settings);
            writing.remove("default.api.timeout.ms");
            writing.put("acks", "all");
            writing.put("linger.ms", 0);
            return new CommandLineBus(
                    names,
                    new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer()));
        } catch (KafkaException e) {
            throw BusFailures.of(e);
        }
    }

    /**
     * Sends a command and waits for its result.
     *
     * @return empty when none came in time: it may still be decided
     * @throws CliException when nothing was sent, or UNSURE when no broker said that it has the command
     */
    public Optional<CommandResult> send(SignedCommands commands, Command command, Duration limit) {
        ProducerRecord<byte[], byte[]> record;
        try {
            record = commands.record(command, partitions());
            TopicPartition answers = new TopicPartition(names.nameOf(Topic.COMMAND_RESULTS), record.partition());
            results.assign(List.of(answers));
            results.seekToEnd(List.of(answers));
            results.position(answers); // From before the sending on.
        } catch (KafkaException e) {
            throw BusFailures.of(e);
        }
        deliver(record);
        return await(command, limit);
    }

    private int partitions() {
        List<PartitionInfo> found = results.partitionsFor(names.nameOf(Topic.COMMANDS));
        if (found == null || found.isEmpty()) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "there is no topic " + names.nameOf(Topic.COMMANDS) + ": is --topic-prefix right?");
        }
        return found.size();
    }

    private void deliver(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            CliException known = BusFailures.of(e.getCause());
            throw known.code() == ExitCode.NOT_ALLOWED ? known : new CliException(ExitCode.UNSURE, known.words());
        } catch (KafkaException e) {
            throw BusFailures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.UNSURE, "interrupted");
        }
    }

    private Optional<CommandResult> await(Command command, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : results.poll(POLL)) {
                    Optional<CommandResult> result = of(command, record);
                    if (result.isPresent()) {
                        return result;
                    }
                }
            }
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.empty();
        }
    }

    /** The result of this try: another try of the same command has one of its own. */
    private static Optional<CommandResult> of(Command command, ConsumerRecord<byte[], byte[]> record) {
        try {
            CommandResult result = Wire.decode(record.value(), CommandResult.class);
            return result.getAttempt().equals(command.getAttempt()) ? Optional.of(result) : Optional.empty();
        } catch (UnreadableValueException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        results.close();
        producer.close(Duration.ZERO);
    }
}
