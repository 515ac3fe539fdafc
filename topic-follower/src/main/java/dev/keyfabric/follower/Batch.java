package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.util.List;
import java.util.Map;

/**
 * What one poll brought, in order, and the offsets to read on from once it is applied.
 *
 * @param identity the bus it was read from
 * @param records may be empty: transaction markers move offsets without bringing a record
 * @param nextOffsets of the partitions that moved; they also pass transaction markers
 */
public record Batch(BusIdentity identity, List<FollowedRecord> records, Map<PartitionId, Long> nextOffsets) {}
