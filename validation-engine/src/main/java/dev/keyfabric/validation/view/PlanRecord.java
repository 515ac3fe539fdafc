package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.wire.Wire;

/** A plan. */
public record PlanRecord(String id, String name, long version) implements Subject {

    static PlanRecord read(byte[] value) {
        PlanState state = Readings.state(Wire.decode(value, PlanEvent.class).getState());
        Readings.refuseCritical(state.getCritical());
        return new PlanRecord(state.getPlanId(), state.getName(), Readings.version(state.getVersion()));
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
