package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.wire.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subject as the read model holds it.
 *
 * @param status {@code UNREADABLE} when its last record could not be read
 * @param partition with {@code offset}: where the record lies that says so
 * @param event the value of its last readable record, or null when there never was one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are decoded
public record Subject(
        String id, long version, String status, PartitionId partition, long offset, byte @Nullable [] event) {
    public static final String UNREADABLE = "UNREADABLE";

    public Position position() {
        return new Position(Map.of(partition, offset));
    }

    /** The key in full, or null when no record of it could ever be read. */
    public @Nullable KeyState key() {
        return event == null ? null : Wire.decode(event, KeyEvent.class).getState();
    }

    /** The consumer in full, or null when no record of it could ever be read. */
    public @Nullable ConsumerState consumer() {
        return event == null ? null : Wire.decode(event, ConsumerEvent.class).getState();
    }

    /** The signing key in full, or null when no record of it could ever be read. */
    public @Nullable SigningKeyState signingKey() {
        return event == null ? null : Wire.decode(event, SigningKeyEvent.class).getState();
    }

    /** The plan in full, or null when no record of it could ever be read. */
    public @Nullable PlanState plan() {
        return event == null ? null : Wire.decode(event, PlanEvent.class).getState();
    }

    /** The service in full, or null when no record of it could ever be read. */
    public @Nullable ServiceState service() {
        return event == null ? null : Wire.decode(event, ServiceEvent.class).getState();
    }
}
