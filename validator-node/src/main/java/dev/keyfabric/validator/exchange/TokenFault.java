package dev.keyfabric.validator.exchange;

/**
 * Why there is no token, as RFC 6749 (section 5.2) and RFC 8693 (section 2.2.2) name it. Nothing of a request is in it.
 */
final class TokenFault extends Exception {
    private static final long serialVersionUID = 1L;

    static final String INVALID_REQUEST = "invalid_request";

    private final int status;
    private final String error;
    private final String description;

    private TokenFault(int status, String error, String description) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    static TokenFault of(String error, String description) {
        return new TokenFault(400, error, description);
    }

    static TokenFault request(String description) {
        return of(INVALID_REQUEST, description);
    }

    static TokenFault unavailable() {
        return new TokenFault(503, "temporarily_unavailable", "This node cannot answer now.");
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
}
