package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as the judge needs it.
 *
 * @param metadata a JSON object as text
 */
public record ConsumerRecord(
        String id, String name, @Nullable String plan, ConsumerStatus status, String metadata, long version)
        implements Subject {

    static ConsumerRecord read(byte[] value) {
        ConsumerState state =
                Readings.state(Wire.decode(value, ConsumerEvent.class).getState());
        if (state.getStatus() == ConsumerStatus.UNKNOWN) {
            throw new UnreadableValueException("unknown status");
        }
        // A deletion is believed whatever else of it is not understood.
        if (state.getStatus() != ConsumerStatus.DELETED) {
            Readings.refuseCritical(state.getCritical());
        }
        return new ConsumerRecord(
                state.getConsumerId(),
                state.getName(),
                state.getPlan(),
                state.getStatus(),
                state.getMetadata(),
                Readings.version(state.getVersion()));
    }

    @Override
    public int strictness() {
        return switch (status) {
            case UNKNOWN, ACTIVE -> 0;
            case SUSPENDED -> 1;
            case DELETED -> 2;
        };
    }

    @Override
    public boolean isFinal() {
        return status == ConsumerStatus.DELETED;
    }
}
