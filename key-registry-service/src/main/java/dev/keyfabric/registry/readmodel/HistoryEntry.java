package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a subject, as history.v1 keeps it: who, what, when, why, by which door.
 *
 * @param at the broker's time
 * @param subject its id
 * @param type of the event, such as {@code KEY_REVOKED}
 * @param status of the subject after it; null where the kind has none
 * @param version of the subject after it
 * @param door HTTP, BUS, REGISTRY ...
 * @param command the id of the command that caused it
 * @param offset in its partition of history.v1
 */
public record HistoryEntry(
        Instant at,
        SubjectKind kind,
        String subject,
        String type,
        @Nullable String status,
        long version,
        String actor,
        String door,
        @Nullable String reason,
        @Nullable String command,
        int partition,
        long offset) {

    /** Its place on the bus. */
    public String position() {
        return new PartitionId(Topic.HISTORY, partition) + "@" + offset;
    }
}
