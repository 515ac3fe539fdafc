package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.util.Map;
import java.util.Set;

/** The followed topics as the brokers showed them at one check. */
record BusSnapshot(BusIdentity identity, Map<PartitionId, Extent> extents) {
    Set<PartitionId> partitions() {
        return extents.keySet();
    }
}
