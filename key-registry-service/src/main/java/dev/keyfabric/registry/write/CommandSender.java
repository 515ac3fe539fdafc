package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Placement;
import dev.keyfabric.registry.root.RegistryKeys;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Puts commands on the partition they belong to. {@link #send} waits at most two seconds for the topic's metadata when
 * the bus was never reached, and otherwise returns at once; may be used by any thread.
 */
public final class CommandSender implements AutoCloseable {
    private static final int BLOCK_AT_MOST_MS = 2000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final TopicNames names;
    private final int partitions;
    private final RegistryKeys keys;

    public CommandSender(Map<String, Object> clientSettings, TopicNames names, int partitions, RegistryKeys keys) {
        this.producer = PlainProducers.open(clientSettings, BLOCK_AT_MOST_MS);
        this.names = names;
        this.partitions = partitions;
        this.keys = keys;
    }

    /**
     * Sends a command, signed by this instance's key.
     *
     * @param traceparent of what caused it, or null
     * @return where it lies, once the bus has it; fails with a {@link KafkaException} after about five seconds, and then
     *     nobody knows whether the bus has it
     */
    public CompletableFuture<CommandOrigin> send(Command command, @Nullable String traceparent) {
        return send(command, traceparent, keys::sign);
    }

    /** The same, of no trace. */
    public CompletableFuture<CommandOrigin> send(Command command) {
        return send(command, null);
    }

    /** The same, signed by the root. */
    public CompletableFuture<CommandOrigin> sendAsRoot(Command command) {
        return send(command, null, keys.root()::sign);
    }

    private CompletableFuture<CommandOrigin> send(
            Command command, @Nullable String traceparent, Function<RecordContent, byte[]> signature) {
        int partition = Placement.partition(command, partitions);
        String topic = names.nameOf(Topic.COMMANDS);
        byte[] value = Wire.encode(command);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, partition, command.getRouting(), value);
        RecordContent content =
                RecordContent.ofCommand(topic, command.getRouting().getBytes(UTF_8), value, command.getId());
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers().add(RecordSignature.HEADER, signature.apply(content));
        if (traceparent != null) {
            record.headers().add(RecordHeaders.TRACEPARENT, traceparent.getBytes(UTF_8));
        }
        CompletableFuture<CommandOrigin> sent = new CompletableFuture<>();
        try {
            Future<?> unused = producer.send(record, (place, failure) -> {
                if (failure == null) {
                    sent.complete(new CommandOrigin(place.partition(), place.offset(), place.timestamp()));
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}
