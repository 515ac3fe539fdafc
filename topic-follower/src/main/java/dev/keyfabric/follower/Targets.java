package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.util.Map;

/** The end offsets (LSO) that a run has to reach: those seen when it first met the brokers. */
record Targets(Map<PartitionId, Extent> extents) {
    /** Offsets between the view and the targets; 0 when all are reached. */
    long behind(Map<PartitionId, Long> nextOffsets) {
        long behind = 0;
        for (Map.Entry<PartitionId, Extent> target : extents.entrySet()) {
            Extent extent = target.getValue();
            long next = Math.max(nextOffsets.getOrDefault(target.getKey(), 0L), extent.start());
            behind += Math.max(0, extent.end() - next);
        }
        return behind;
    }
}
