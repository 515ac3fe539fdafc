package dev.keyfabric.context.trust;

import java.util.Optional;

/** Where a signing key is in its life, the least strict first. */
public enum KeyState {
    ACTIVE,
    /** Published, not signing yet. Its signatures are good: its owner may hear of the activation before others do. */
    PREPARED,
    /** Signs no more; what it signed before stays good. */
    RETIRED,
    /** Known or feared to be in other hands from a moment on; what was recorded before that moment stays good. */
    TAINTED,
    /** Signs and verifies nothing, whenever it was signed. */
    REVOKED;

    static Optional<KeyState> ofWireName(String name) {
        for (KeyState state : values()) {
            if (state.name().equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    boolean stricterThan(KeyState other) {
        return compareTo(other) > 0;
    }
}
