package dev.keyfabric.quickstart.orders;

import java.util.Set;

/**
 * A caller who is not served, as the caller is told.
 *
 * @param status of HTTP
 * @param code the validator's where the caller may know it; every key that is not good is told the same
 */
record Turned(int status, String code) implements Caller {
    private static final Set<String> FORBIDDEN =
            Set.of("AUDIENCE_MISMATCH", "ENVIRONMENT_MISMATCH", "IP_NOT_ALLOWED", "INSUFFICIENT_SCOPE");
    private static final Set<String> TOO_MANY = Set.of("RATE_LIMITED", "QUOTA_EXCEEDED");
    private static final Set<String> PASSING = Set.of("NOT_READY", "STALE", "UNAVAILABLE");

    static final Turned UNAUTHORIZED = new Turned(401, "UNAUTHORIZED");
    static final Turned UNAVAILABLE = new Turned(503, "UNAVAILABLE");

    /** For a verdict that is not VALID (docs/contract/design.md, section 7). */
    static Turned by(String code) {
        if (FORBIDDEN.contains(code)) {
            return new Turned(403, code);
        }
        if (TOO_MANY.contains(code)) {
            return new Turned(429, code);
        }
        return PASSING.contains(code) ? new Turned(503, code) : UNAUTHORIZED;
    }
}
