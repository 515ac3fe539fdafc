package dev.keyfabric.validation.settings;

import java.util.List;

/** Which request headers carry credentials of ours. */
public enum CredentialRule {
    /** {@code Authorization} or {@code X-API-Key}; both at once are ambiguous. */
    BOTH,
    /** {@code Authorization} alone; {@code X-API-Key} is none of ours. */
    AUTHORIZATION,
    /** {@code X-API-Key} alone; {@code Authorization} is none of ours. */
    X_API_KEY;

    /** The names of these headers, in lower case. */
    public List<String> headers() {
        return switch (this) {
            case BOTH -> List.of("authorization", "x-api-key");
            case AUTHORIZATION -> List.of("authorization");
            case X_API_KEY -> List.of("x-api-key");
        };
    }
}
