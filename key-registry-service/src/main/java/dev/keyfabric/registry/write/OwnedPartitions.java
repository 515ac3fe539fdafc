package dev.keyfabric.registry.write;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The partitions whose commands this instance decides now: refilled, and not given up since. */
final class OwnedPartitions {
    private final Set<Integer> partitions = new ConcurrentSkipListSet<>();

    void add(int partition) {
        partitions.add(partition);
    }

    void remove(int partition) {
        partitions.remove(partition);
    }

    Set<Integer> now() {
        return Set.copyOf(partitions);
    }
}
