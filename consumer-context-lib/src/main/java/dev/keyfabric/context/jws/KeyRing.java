package dev.keyfabric.context.jws;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.VerifyingKey;

/** The local map in which a {@code kid} is looked up, by exact match. */
@FunctionalInterface
public interface KeyRing {
    Answer find(String kid);

    /** A key to verify with, or why there is none. */
    sealed interface Answer {
        record Use(VerifyingKey key) implements Answer {}

        record Refuse(Refusal reason) implements Answer {}
    }

    /** A ring of one key. */
    static KeyRing of(VerifyingKey key) {
        return kid -> kid.equals(key.kid()) ? new Answer.Use(key) : new Answer.Refuse(Refusal.KEY_UNKNOWN);
    }
}
