package dev.keyfabric.follower;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/** The clients of one life of Kafka Streams: a topology of global stores needs an admin and the global consumer. */
final class Clients implements KafkaClientSupplier {
    private final Feed feed;
    private volatile @Nullable FeedingConsumer consumer;
    private volatile boolean wokenUp;

    Clients(Feed feed) {
        this.feed = feed;
    }

    /** Makes a blocked consumer throw; it then leaves Streams' global thread. */
    void wakeUp() {
        wokenUp = true;
        FeedingConsumer made = consumer;
        if (made != null) {
            made.wakeup();
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return made(config);
    }

    /** The consumer that reads before Streams does; whoever asked for it closes it. */
    FeedingConsumer readAheadConsumer(Map<String, Object> config) {
        return made(config);
    }

    private FeedingConsumer made(Map<String, Object> config) {
        FeedingConsumer made = new FeedingConsumer(KafkaSettings.consumer(config), feed);
        consumer = made;
        if (wokenUp) {
            made.wakeup();
        }
        return made;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        throw notNeeded();
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        throw notNeeded();
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        throw notNeeded();
    }

    private static UnsupportedOperationException notNeeded() {
        return new UnsupportedOperationException("global stores have no stream threads");
    }
}
