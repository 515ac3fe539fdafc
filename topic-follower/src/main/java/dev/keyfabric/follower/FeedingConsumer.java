package dev.keyfabric.follower;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.errors.StreamsException;

/**
 * The consumer of Streams' global thread, and the one place where records enter the view: a poll is a batch. Streams
 * offers no other hook that sees all of it. Its restore hides records without a key, its processors never see how far
 * a position moved over transaction markers, and nothing tells them that a poll has ended. What a poll brought is in
 * the view before Streams gets it, so Streams may then assign, seek or close as it likes and nothing is lost.
 */
final class FeedingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Feed feed;

    FeedingConsumer(Map<String, Object> settings, Feed feed) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.feed = feed;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
        try {
            feed.take(polled);
        } catch (Error e) {
            // Streams' global thread reports exceptions only.
            throw new StreamsException(e);
        }
        return polled;
    }
}
