package dev.keyfabric.context.trust;

/** The port to the enrolled public keys: asked at every verification, so that a taint counts at once. */
public interface TrustedKeys {
    /** What is known of the key of this name now. Never null; a failure is {@link Answer.Unavailable}. */
    Answer find(String kid);

    /** What the port knows of a key. */
    sealed interface Answer {
        record Known(TrustedKey key) implements Answer {}

        /** Nobody is known to have enrolled it. */
        record Unknown() implements Answer {}

        /** Nothing fresh enough is known. Trying again may work; until then everything is refused. */
        record Unavailable() implements Answer {}
    }
}
