package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Instant;

/**
 * Where and when a command was appended: the only clock a decision may look at.
 *
 * @param appendTime the broker's time in ms
 */
public record CommandOrigin(int partition, long offset, long appendTime) {
    /** The command as the cause of other records: {@code commands.v1-<partition>@<offset>}. */
    public String cause() {
        return new PartitionId(Topic.COMMANDS, partition) + "@" + offset;
    }

    public Instant at() {
        return Instant.ofEpochMilli(appendTime);
    }
}
