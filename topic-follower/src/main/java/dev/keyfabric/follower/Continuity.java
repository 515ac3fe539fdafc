package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether a view can have missed a tombstone. A compacted log keeps one for {@code delete.retention.ms} after it was
 * cleaned; a view that held all of the log at some instant, and reads on within that time, meets every later one. So the
 * last such instant is remembered with the view, and proven by what two looks at the bus have seen: the view has reached
 * the end that the earlier one saw.
 */
final class Continuity {
    private final View view;
    private final InstantSource clock;
    private final long longestMs;
    private long lookedAt;
    private @Nullable Targets seen;

    /**
     * A continuity that is not proven yet.
     *
     * @param longest how long a view may have been away
     */
    Continuity(View view, InstantSource clock, Duration longest) {
        this.view = view;
        this.clock = clock;
        this.longestMs = longest.toMillis();
    }

    /** Why the view may not read on, or null. */
    @Nullable
    String broken() {
        OptionalLong heldAllAt = view.heldAllAt();
        if (heldAllAt.isEmpty()) {
            return null;
        }
        long awayMs = clock.millis() - heldAllAt.getAsLong();
        return awayMs > longestMs
                ? "not read to the end for " + Duration.ofMillis(awayMs) + ", more than " + Duration.ofMillis(longestMs)
                        + ": tombstones may be gone"
                : null;
    }

    /** What was read from the start on, from this moment, will have missed nothing. */
    void beginsAnew() {
        view.heldAll(clock.millis());
    }

    /**
     * A look at the bus.
     *
     * @param at when it began, in ms of the clock
     * @param own next offsets of the view, taken before the look
     */
    void looked(long at, BusSnapshot bus, Map<PartitionId, Long> own) {
        Targets before = seen;
        if (before != null && before.behind(own) == 0) {
            view.heldAll(lookedAt);
            seen = null;
        }
        if (seen == null) {
            seen = new Targets(bus.extents());
            lookedAt = at;
        }
    }

    /** What was seen before is no proof for the next life. */
    void forget() {
        seen = null;
    }

    long millis() {
        return clock.millis();
    }
}
