package dev.keyfabric.validator.exchange;

/**
 * Why there is no token, as RFC 6749 (section 5.2) and RFC 8693 (section 2.2.2) name it. Nothing of a request is in it.
 */
final class TokenFault extends Exception {
    private static final long serialVersionUID = 1L;

    static final String INVALID_REQUEST = "invalid_request";
    private static final String UNAVAILABLE = "temporarily_unavailable";

    private final int status;
    private final String error;
    private final String description;
    private final long retryAfterSeconds;

    private TokenFault(int status, String error, String description, long retryAfterSeconds) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static TokenFault of(String error, String description) {
        return new TokenFault(400, error, description, 0);
    }

    static TokenFault request(String description) {
        return of(INVALID_REQUEST, description);
    }

    static TokenFault unavailable() {
        return new TokenFault(503, UNAVAILABLE, "This node cannot answer now.", 1);
    }

    /** Neither RFC has an error for it; the status says what it is. */
    static TokenFault limited(long retryAfterSeconds) {
        return new TokenFault(429, UNAVAILABLE, "Too many requests.", retryAfterSeconds);
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    /** When to ask again; 0 = that would change nothing. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
