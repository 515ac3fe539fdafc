package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import java.util.Map;

/**
 * The lifecycle records that one attempt of a command wrote, as far as they are applied.
 *
 * @param offsets the last of them per partition
 * @param records how many per topic, by topic id
 */
public record Effects(Map<PartitionId, Long> offsets, Map<String, Integer> records) {

    /** Whether these are all that a result says were written; topics that are not followed here do not count. */
    public boolean complete(Map<String, Integer> written) {
        return written.entrySet().stream()
                .filter(e -> Topic.ofId(e.getKey()).map(Topic::isLifecycle).orElse(false))
                .allMatch(e -> records.getOrDefault(e.getKey(), 0) >= e.getValue());
    }

    public boolean isEmpty() {
        return offsets.isEmpty();
    }

    public Position position() {
        return new Position(offsets);
    }
}
