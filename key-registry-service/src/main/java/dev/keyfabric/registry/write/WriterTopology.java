package dev.keyfabric.registry.write;

import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The whole write side: {@code commands.v1} → decider → every topic the registry writes.
 *
 * <p>One task per partition of commands.v1, and one sink for all outgoing topics. A record names its own topic and
 * partition, so that the task which owns command partition <em>p</em> writes partition <em>p</em> of each of them and
 * no other: with Streams' exactly-once fence that makes it the one writer of <em>p</em>. Everything that one command
 * brings (event, history, result, follow-up command) is forwarded while that command is processed, so that it lies in
 * the transaction that also carries the command's offset. Nothing is ever forwarded from a punctuator: a transaction
 * without consumed offsets is not fenced.
 *
 * <p>The store has no changelog: {@link Refill} makes it from the topics at each assignment. So there is no internal
 * topic, and what Streams keeps of its own (group offsets, state folder) can be lost without loss.
 *
 * <p>Source values are bytes: a command that cannot be read must reach the decider, which answers it.
 */
final class WriterTopology {
    static final String SOURCE = "commands";
    static final String DECIDER = "decider";
    static final String STATE = "partition-state";
    static final String SINK = "records";

    private WriterTopology() {}

    static Topology build(TopicNames names, ProcessorSupplier<byte[], byte[], String, Outgoing> decider) {
        TopicNameExtractor<String, Outgoing> topic = (key, outgoing, context) -> outgoing.topic();
        StreamPartitioner<String, Outgoing> partition =
                (name, key, outgoing, partitions) -> Optional.of(Set.of(outgoing.partition()));
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                names.nameOf(Topic.COMMANDS));
        topology.addProcessor(DECIDER, decider, SOURCE);
        topology.addStateStore(new PartitionStore.Builder(STATE), DECIDER);
        topology.addSink(SINK, topic, new StringSerializer(), Outgoing.VALUE, partition, DECIDER);
        return topology;
    }
}
