package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.topics.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** When the newest record that the read model holds was appended, by lifecycle partition; each is ticked every second. */
public final class NewsTimes {
    private final Map<PartitionId, Long> newest = new ConcurrentHashMap<>();

    void applied(List<FollowedRecord> records) {
        for (FollowedRecord record : records) {
            if (record.topic().isLifecycle()) {
                newest.merge(record.partitionId(), record.appendTime(), Math::max);
            }
        }
    }

    void clear() {
        newest.clear();
    }

    /** The partition with the oldest news, in milliseconds since 1970; empty before there were any in this run. */
    public OptionalLong oldest() {
        return newest.values().stream().mapToLong(Long::longValue).min();
    }
}
