package dev.keyfabric.registry.readmodel;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signing keys that the root vouches for, each as far as it is trusted now. Held in memory beside the tables,
 * because signatures are checked on the thread that reads the topics. Safe for any thread.
 */
public final class SigningKeys implements TrustedKeys {
    private final Map<String, TrustedKey> byKid = new ConcurrentHashMap<>();

    SigningKeys() {}

    @Override
    public Answer find(String kid) {
        TrustedKey key = byKid.get(kid);
        return key == null ? new Answer.Unknown() : new Answer.Known(key);
    }

    /** All of them, whatever their state, by kid. */
    public List<TrustedKey> all() {
        return byKid.values().stream()
                .sorted(Comparator.comparing(TrustedKey::kid))
                .toList();
    }

    void clear() {
        byKid.clear();
    }

    /** Takes what the tables say of some keys now. */
    void refresh(Set<String> kids, Lookups lookups) {
        for (String kid : kids) {
            Optional<TrustedKey> key = lookups.signingKey(kid).flatMap(SigningKeys::trusted);
            if (key.isPresent()) {
                byKid.put(kid, key.get());
            } else {
                byKid.remove(kid);
            }
        }
    }

    /** What a record says of a key; empty when that is not understood, so that nobody trusts it. */
    static Optional<TrustedKey> trusted(SigningKeyState state) {
        if (state.getUse() == SigningUse.UNKNOWN || state.getStatus() == SigningKeyStatus.UNKNOWN) {
            return Optional.empty();
        }
        try {
            VerifyingKey key = VerifyingKey.fromJwk(state.getPublicJwk());
            if (!key.kid().equals(state.getKid()) || !key.algorithm().joseName().equals(state.getAlgorithm())) {
                return Optional.empty();
            }
            return Optional.of(new TrustedKey(
                    key,
                    state.getOwner(),
                    KeyUse.valueOf(state.getUse().name()),
                    KeyState.valueOf(state.getStatus().name()),
                    Set.copyOf(state.getServices()),
                    state.getTaintedAt(),
                    state.getNotAfter()));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }
}
