package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;

/** A signing key, as far as its life goes. */
public record SigningKeyRecord(String id, SigningUse use, SigningKeyStatus status, long version) implements Subject {

    static SigningKeyRecord read(byte[] value) {
        SigningKeyState state =
                Readings.state(Wire.decode(value, SigningKeyEvent.class).getState());
        if (state.getStatus() == SigningKeyStatus.UNKNOWN) {
            throw new UnreadableValueException("unknown status");
        }
        // A revocation is believed whatever else of it is not understood.
        if (state.getStatus() != SigningKeyStatus.REVOKED) {
            Readings.refuseCritical(state.getCritical());
            if (state.getUse() == SigningUse.UNKNOWN) {
                throw new UnreadableValueException("unknown use");
            }
        }
        return new SigningKeyRecord(
                state.getKid(), state.getUse(), state.getStatus(), Readings.version(state.getVersion()));
    }

    /** ACTIVE is the least strict; then PREPARED (not to be used yet), RETIRED, TAINTED, REVOKED. */
    @Override
    public int strictness() {
        return switch (status) {
            case UNKNOWN, ACTIVE -> 0;
            case PREPARED -> 1;
            case RETIRED -> 2;
            case TAINTED -> 3;
            case REVOKED -> 4;
        };
    }

    @Override
    public boolean isFinal() {
        return status == SigningKeyStatus.REVOKED;
    }
}
