package dev.keyfabric.registry.write;

import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.util.List;

/** States that this registry understands: a status or a restriction it does not know makes a subject unreadable. */
final class KnownStates {
    private KnownStates() {}

    static KeyState key(KeyEvent event) {
        KeyState state = event.getState();
        if (state == null || state.getStatus() == KeyStatus.UNKNOWN) {
            throw new UnreadableValueException("no state, or a status that is not known here");
        }
        understand(state.getCritical());
        return state;
    }

    static ConsumerState consumer(ConsumerEvent event) {
        ConsumerState state = event.getState();
        if (state == null || state.getStatus() == ConsumerStatus.UNKNOWN) {
            throw new UnreadableValueException("no state, or a status that is not known here");
        }
        understand(state.getCritical());
        return state;
    }

    static PlanState plan(PlanEvent event) {
        PlanState state = event.getState();
        if (state == null) {
            throw new UnreadableValueException("no state");
        }
        understand(state.getCritical());
        return state;
    }

    static ServiceState service(ServiceEvent event) {
        ServiceState state = event.getState();
        if (state == null) {
            throw new UnreadableValueException("no state");
        }
        understand(state.getCritical());
        return state;
    }

    static SigningKeyState signingKey(SigningKeyEvent event) {
        SigningKeyState state = event.getState();
        if (state == null || state.getStatus() == SigningKeyStatus.UNKNOWN || state.getUse() == SigningUse.UNKNOWN) {
            throw new UnreadableValueException("no state, or a status or use that is not known here");
        }
        understand(state.getCritical());
        return state;
    }

    private static void understand(List<String> critical) {
        if (!critical.isEmpty()) {
            throw new UnreadableValueException("a restriction that is not known here");
        }
    }
}
