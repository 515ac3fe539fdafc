package dev.keyfabric.context.trust;

import dev.keyfabric.key.KeyId;

/** The port to the present state of API keys: what has become of the key behind a message since it was stamped. */
public interface KeyStates {
    /** What is known of the key now. Never null; a failure is {@link Answer.Unavailable}. */
    Answer of(KeyId keyId);

    /** What the port knows of an API key. */
    sealed interface Answer {
        record Known(ApiKeyState state) implements Answer {}

        /** No such key: never issued, or purged. */
        record Unknown() implements Answer {}

        /** Nothing fresh enough is known. Trying again may work; until then everything is refused. */
        record Unavailable() implements Answer {}
    }
}
