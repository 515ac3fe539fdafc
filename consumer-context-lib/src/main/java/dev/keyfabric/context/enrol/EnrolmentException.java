package dev.keyfabric.context.enrol;

import java.util.Set;

/** A key was not enrolled. The message holds no secret. */
public final class EnrolmentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Code of a registry that gave no answer, or one that is not understood. */
    public static final String NO_ANSWER = "NO_ANSWER";

    /** Request timeout, too early, too many requests: what passes by itself, beside all that is the server's. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final String code;
    private final int status;

    EnrolmentException(String code, int status, String message) {
        super(code + ": " + message);
        this.code = code;
        this.status = status;
    }

    EnrolmentException(String message, Throwable cause) {
        super(NO_ANSWER + ": " + message, cause);
        this.code = NO_ANSWER;
        this.status = 0;
    }

    /** The registry's problem code; {@code HTTP_<status>} where it gave none; {@link #NO_ANSWER}. */
    public String code() {
        return code;
    }

    /** HTTP status of the refusal; 0 where there was no answer, or none that is understood. */
    public int status() {
        return status;
    }

    /**
     * Whether the same request may succeed later. It is then to be repeated with the same key: the registry may have
     * enrolled it although its answer was lost, and takes the same key again, but no other.
     */
    public boolean isRetryable() {
        return status == 0 || status >= 500 || PASSING.contains(status);
    }
}
