package dev.keyfabric.context.trust;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.VerifyingKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An enrolled public key with all that decides what it verifies.
 *
 * @param owner who enrolled it: a node, a service or an admin
 * @param services for use {@code txn}: the services it may speak for; empty = none
 * @param taintedAt from when on it may be in other hands; null while nobody said so
 * @param notAfter the last moment at which it may have signed; null = none
 */
public record TrustedKey(
        VerifyingKey key,
        String owner,
        KeyUse use,
        KeyState state,
        Set<String> services,
        @Nullable Instant taintedAt,
        @Nullable Instant notAfter) {
    /** By how much the clocks of signers and verifiers may differ. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    public TrustedKey {
        services = Set.copyOf(services);
    }

    public String kid() {
        return key.kid();
    }

    /**
     * Why this key does not vouch for something, or empty if it does: the whole rule of uses, states and times.
     *
     * <ul>
     *   <li>Another use: never.
     *   <li>REVOKED: never. TAINTED: only what was recorded, by another than its signer, before {@code taintedAt}.
     *   <li>PREPARED, ACTIVE, RETIRED: what was signed up to {@code notAfter}, the skew allowed. No skew is allowed at a
     *       taint, and a taint is heeded in whatever state the key is.
     * </ul>
     *
     * @param signed when the signer says it signed
     */
    public Optional<Refusal> refusal(KeyUse needed, Instant signed, Moment moment) {
        if (use != needed) {
            return Optional.of(Refusal.KEY_WRONG_USE);
        }
        if (state == KeyState.REVOKED) {
            return Optional.of(Refusal.KEY_REVOKED);
        }
        if ((state == KeyState.TAINTED || taintedAt != null) && !recordedBeforeTaint(moment)) {
            return Optional.of(Refusal.KEY_TAINTED);
        }
        if (notAfter != null && Duration.between(notAfter, signed).compareTo(CLOCK_SKEW) > 0) {
            return Optional.of(Refusal.KEY_EXPIRED);
        }
        return Optional.empty();
    }

    /** This key, as tainted or revoked as an earlier word on it was. */
    TrustedKey noBetterThan(TrustedKey earlier) {
        boolean worse = earlier.state.stricterThan(KeyState.RETIRED) && earlier.state.stricterThan(state);
        Instant taint = earlier.taintedAt == null || (taintedAt != null && taintedAt.isBefore(earlier.taintedAt))
                ? taintedAt
                : earlier.taintedAt;
        return new TrustedKey(key, owner, use, worse ? earlier.state : state, services, taint, notAfter);
    }

    private boolean recordedBeforeTaint(Moment moment) {
        Instant recorded = moment.recorded();
        return taintedAt != null && recorded != null && recorded.isBefore(taintedAt);
    }
}
