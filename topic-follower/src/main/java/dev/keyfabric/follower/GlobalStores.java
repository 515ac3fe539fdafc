package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** The topology: one global store for each followed topic, all over the one view. */
final class GlobalStores {
    private GlobalStores() {}

    static Topology topology(FollowerSettings settings, Feed feed) {
        Topology topology = new Topology();
        for (Topic topic : settings.topics()) {
            topology.addGlobalStore(
                    new OffsetStoreBuilder(topic.id(), () -> new OffsetStore(topic, feed::nextOffset)),
                    topic.id() + "-source",
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    settings.names().nameOf(topic),
                    topic.id() + "-processor",
                    Applied::new);
        }
        return topology;
    }

    /** Does nothing: {@link FeedingConsumer} has brought the record into the view before Streams got it. */
    private static final class Applied implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }
}
