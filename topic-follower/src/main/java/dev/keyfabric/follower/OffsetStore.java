package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/**
 * What Streams takes for the store of one topic. It only says where to read on: the contents are the view's, which is
 * opened before Streams starts, written by {@link Feed}, and not closed when Streams closes this.
 */
final class OffsetStore implements StateStore {
    private final Topic topic;
    private final Function<PartitionId, @Nullable Long> nextOffset;
    private volatile boolean open;

    OffsetStore(Topic topic, Function<PartitionId, @Nullable Long> nextOffset) {
        this.topic = topic;
        this.nextOffset = nextOffset;
    }

    @Override
    public String name() {
        return topic.id();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {
            throw new IllegalStateException("global stores restore through their processor");
        });
        open = true;
    }

    /** The next offset to read: Streams seeks to it ({@code GlobalStateManagerImpl}), or to the beginning on null. */
    @Override
    @SuppressWarnings("NullAway") // StateStore's contract: null when nothing was committed
    public Long committedOffset(TopicPartition partition) {
        return nextOffset.apply(new PartitionId(topic, partition.partition()));
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        // The view has written effects and offsets already.
    }

    @Override
    @SuppressWarnings("deprecation") // on its way to be the only way
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
