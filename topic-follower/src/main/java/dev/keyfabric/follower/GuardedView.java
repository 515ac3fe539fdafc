package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The view with a lock and an end: one call at a time, and none begins once it is closed, so that its owner may free
 * what it is made of though a Kafka thread is still on its way out.
 */
final class GuardedView implements View, AutoCloseable {
    private final View view;
    private boolean closed;

    GuardedView(View view) {
        this.view = view;
    }

    @Override
    public synchronized @Nullable BusIdentity identity() {
        return open().identity();
    }

    @Override
    public synchronized OptionalLong nextOffset(PartitionId partition) {
        return open().nextOffset(partition);
    }

    @Override
    public synchronized boolean isUrgent(FollowedRecord record) {
        return open().isUrgent(record);
    }

    @Override
    public synchronized void apply(Batch batch) {
        open().apply(batch);
    }

    @Override
    public synchronized @Nullable String refusal() {
        return open().refusal();
    }

    @Override
    public synchronized OptionalLong heldAllAt() {
        return open().heldAllAt();
    }

    @Override
    public synchronized void heldAll(long atMillis) {
        open().heldAll(atMillis);
    }

    /** Waits for a call in progress. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    private View open() {
        if (closed) {
            throw new IllegalStateException("the follower was closed");
        }
        return view;
    }
}
