package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.topics.PartitionId;

/** How far the topics were applied at one instant. Whatever is read after it was taken is at least as new. */
public interface Applied {
    /** The next offset of a partition; 0 when nothing of it was read. */
    long nextOffset(PartitionId partition);

    /** Partitions of each lifecycle topic as far as known; 0 when none was met. */
    int partitions();
}
