package dev.keyfabric.validation.judge;

/** The codes of a verdict in the order in which they are decided, each with its HTTP status on the authorize door. */
public enum Code {
    NOT_READY(503),
    STALE(503),
    UNAVAILABLE(503),
    POLICY_INVALID(403),
    MISSING_CREDENTIAL(401),
    AMBIGUOUS_CREDENTIAL(401),
    INVALID_FORMAT(401),
    NOT_FOUND(401),
    UNREADABLE(401),
    REVOKED(401),
    SECRET_RETIRED(401),
    SUSPENDED(401),
    EXPIRED(401),
    NOT_YET_VALID(401),
    CONSUMER_UNKNOWN(401),
    CONSUMER_SUSPENDED(401),
    AUDIENCE_MISMATCH(403),
    ENVIRONMENT_MISMATCH(403),
    IP_NOT_ALLOWED(403),
    INSUFFICIENT_SCOPE(403),
    RATE_LIMITED(429),
    QUOTA_EXCEEDED(429),
    VALID(200);

    private final int httpStatus;

    Code(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
