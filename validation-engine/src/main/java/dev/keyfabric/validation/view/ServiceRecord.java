package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A service as the judge needs it.
 *
 * @param stalenessBoundMs beyond which answers for this service are STALE; null = the node's own bound
 * @param metadata whether answers for this service carry the consumer's metadata
 */
public record ServiceRecord(String id, @Nullable Long stalenessBoundMs, boolean metadata, long version)
        implements Subject {

    static ServiceRecord read(byte[] value) {
        ServiceState state =
                Readings.state(Wire.decode(value, ServiceEvent.class).getState());
        Readings.refuseCritical(state.getCritical());
        return new ServiceRecord(
                state.getServiceId(),
                state.getStalenessBoundMs(),
                state.getMetadata(),
                Readings.version(state.getVersion()));
    }

    @Override
    public int strictness() {
        return 0;
    }

    @Override
    public boolean isFinal() {
        return false;
    }
}
