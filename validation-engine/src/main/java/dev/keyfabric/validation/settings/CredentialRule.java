package dev.keyfabric.validation.settings;

/** Which request headers carry credentials of ours. */
public enum CredentialRule {
    /** {@code Authorization} or {@code X-API-Key}; both at once are ambiguous. */
    BOTH,
    /** {@code Authorization} alone; {@code X-API-Key} is none of ours. */
    AUTHORIZATION,
    /** {@code X-API-Key} alone; {@code Authorization} is none of ours. */
    X_API_KEY
}
