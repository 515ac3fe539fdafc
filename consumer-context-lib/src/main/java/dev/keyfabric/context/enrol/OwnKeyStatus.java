package dev.keyfabric.context.enrol;

import org.jspecify.annotations.Nullable;

/**
 * How things stand with an {@link OwnKey}.
 *
 * @param kid of the key that signs now; null while there is none
 * @param newest kid of the key made last; null while there is none
 * @param fault what went wrong last; null if nothing did
 */
public record OwnKeyStatus(
        Stage stage,
        @Nullable String kid,
        @Nullable String newest,
        @Nullable String fault) {
    /** Where the way to a key that signs has led. */
    public enum Stage {
        /** No key, and nothing to enrol one with. */
        NONE,
        /** A key is made; the registry has not said that it has it. */
        ENROLLING,
        /** The registry has the key; it does not sign yet: those who verify have not heard of it, or it is PREPARED. */
        WAITING,
        /** What is trusted cannot be asked, so that nothing is known of the key. */
        UNKNOWN,
        ACTIVE,
        /** RETIRED, TAINTED or REVOKED: another enrolment key is needed. */
        ENDED
    }
}
