package dev.keyfabric.validation.view;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signing key: what it verifies, for whom, and until when.
 *
 * @param trusted null for a revoked key of which nothing else is understood: nobody trusts it in either case
 */
public record SigningKeyRecord(
        String id, SigningKeyStatus status, @Nullable TrustedKey trusted, long version) implements Subject {

    static SigningKeyRecord read(byte[] value) {
        SigningKeyState state =
                Readings.state(Wire.decode(value, SigningKeyEvent.class).getState());
        if (state.getStatus() == SigningKeyStatus.UNKNOWN) {
            throw new UnreadableValueException("unknown status");
        }
        return new SigningKeyRecord(
                state.getKid(), state.getStatus(), trusted(state), Readings.version(state.getVersion()));
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

    private static @Nullable TrustedKey trusted(SigningKeyState state) {
        try {
            Readings.refuseCritical(state.getCritical());
            return new TrustedKey(
                    key(state),
                    state.getOwner(),
                    use(state.getUse()),
                    state(state.getStatus()),
                    Set.copyOf(state.getServices()),
                    state.getTaintedAt(),
                    state.getNotAfter());
        } catch (UnreadableValueException e) {
            // A revocation is believed whatever else of it is not understood.
            if (state.getStatus() == SigningKeyStatus.REVOKED) {
                return null;
            }
            throw e;
        }
    }

    private static VerifyingKey key(SigningKeyState state) {
        try {
            VerifyingKey key = VerifyingKey.fromJwk(state.getPublicJwk());
            if (key.kid().equals(state.getKid()) && key.algorithm().joseName().equals(state.getAlgorithm())) {
                return key;
            }
        } catch (MalformedTextException e) {
            // said below
        }
        throw new UnreadableValueException("no public key of this name and algorithm");
    }

    private static KeyUse use(SigningUse use) {
        return switch (use) {
            case TXN -> KeyUse.TXN;
            case STAMP -> KeyUse.STAMP;
            case REGISTRY -> KeyUse.REGISTRY;
            case ADMIN -> KeyUse.ADMIN;
            case UNKNOWN -> throw new UnreadableValueException("unknown use");
        };
    }

    private static KeyState state(SigningKeyStatus status) {
        return switch (status) {
            case PREPARED -> KeyState.PREPARED;
            case ACTIVE -> KeyState.ACTIVE;
            case RETIRED -> KeyState.RETIRED;
            case TAINTED -> KeyState.TAINTED;
            case REVOKED -> KeyState.REVOKED;
            case UNKNOWN -> throw new UnreadableValueException("unknown status");
        };
    }
}
