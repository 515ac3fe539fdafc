package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A local store that takes what the topics bring, together with how far they were read. It is opened before the
 * follower starts and closed after it stops, so that it can be asked while no broker is there.
 *
 * <p>All calls come from one thread at a time.
 */
public interface View {
    /** The bus the contents were read from, or null when nothing was ever read. */
    @Nullable
    BusIdentity identity();

    /** The next offset to read of a partition; empty when it was never read. */
    OptionalLong nextOffset(PartitionId partition);

    /**
     * Whether a record takes rights away, so that it must be applied at once rather than with the rest of its poll.
     * Must not throw.
     */
    boolean isUrgent(FollowedRecord record);

    /**
     * Writes effects and next offsets, all or nothing. The effects must be idempotent: after a crash the same records
     * may come again.
     *
     * @throws RuntimeException when the store cannot take it (a full disk, say); the follower then reads again from
     *     {@link #nextOffset}. A record that cannot be understood is no reason to throw.
     */
    void apply(Batch batch);

    /**
     * Why this view can take nothing now (a full disk, say), in words for people; null when it can. Asked before each
     * life of the clients; what stands in the way may be mended there.
     */
    default @Nullable String refusal() {
        return null;
    }

    /**
     * The last instant, in ms of the wall clock, at which this view is known to have held all that the topics held;
     * empty when nobody remembers it, which rules nothing out.
     */
    default OptionalLong heldAllAt() {
        return OptionalLong.empty();
    }

    /** Remembers such an instant, at least until the process ends; it may be told often. */
    default void heldAll(long atMillis) {}
}
