package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.validation.limits.LimitSet;

/**
 * A plan.
 *
 * @param limits of each key whose consumer is on it, where the key has none of the same name
 */
public record PlanRecord(String id, String name, LimitSet limits, long version) implements Subject {

    static PlanRecord read(byte[] value) {
        PlanState state = Readings.state(Wire.decode(value, PlanEvent.class).getState());
        Readings.refuseCritical(state.getCritical());
        return new PlanRecord(
                state.getPlanId(),
                state.getName(),
                LimitReading.read(state.getRateLimits(), state.getQuotas()),
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
