package dev.keyfabric.context.verify;

import static dev.keyfabric.context.verify.RefusedStampException.refuseIf;

import dev.keyfabric.context.stamp.OnRevoked;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.key.KeyId;
import java.util.Set;

/**
 * Whether a record is still taken from a key in its present state. What is not expressly allowed is refused: a status or
 * a reason that this library does not know counts as the worst one.
 */
final class KeyStateJudge {
    /** A key that has merely run out was good when it was used. */
    private static final Set<String> GOOD = Set.of("ACTIVE", "EXPIRED");

    private static final Set<String> NOT_REVOKED = Set.of("ACTIVE", "EXPIRED", "SUSPENDED");

    /** Reasons of a revocation that say nothing against what the key did before. */
    private static final Set<String> HARMLESS = Set.of("superseded", "owner_request", "consumer_deleted", "other");

    private final KeyStates states;

    KeyStateJudge(KeyStates states) {
        this.states = states;
    }

    void judge(KeyId keyId, OnRevoked policy) throws RefusedStampException {
        if (policy == OnRevoked.ACCEPT) {
            return;
        }
        KeyStates.Answer answer;
        try {
            answer = states.of(keyId);
        } catch (RuntimeException e) {
            throw new RefusedStampException(StampRefusal.KEY_STATE_UNAVAILABLE);
        }
        refuseIf(answer instanceof KeyStates.Answer.Unknown, StampRefusal.KEY_STATE_UNKNOWN);
        if (!(answer instanceof KeyStates.Answer.Known known)) {
            throw new RefusedStampException(StampRefusal.KEY_STATE_UNAVAILABLE);
        }
        judge(known.state(), policy);
    }

    private static void judge(ApiKeyState key, OnRevoked policy) throws RefusedStampException {
        boolean compromised = key.status().equals("REVOKED")
                ? key.reason() == null || !HARMLESS.contains(key.reason())
                : !NOT_REVOKED.contains(key.status());
        refuseIf(compromised, StampRefusal.KEY_COMPROMISED);
        if (policy == OnRevoked.REJECT) {
            boolean consumerActive = "ACTIVE".equals(key.consumerStatus());
            refuseIf(!GOOD.contains(key.status()) || !consumerActive, StampRefusal.KEY_NOT_ACTIVE);
        }
    }
}
