package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import java.util.List;

/**
 * What one batch has brought, once it is committed.
 *
 * @param answers to commands
 * @param positions records of positions.v1, which the database does not hold
 */
public record Applied(List<Answer> answers, List<FollowedRecord> positions) {

    /** Hears of every batch, on the follower's thread; must be quick and must not throw. */
    public interface Listener {
        void applied(Applied applied);
    }
}
