package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.Problem;
import java.util.List;

/** The stable codes with which a command is refused, and the HTTP status each becomes. */
public enum Refusal {
    VALIDATION_FAILED(422),
    IDEMPOTENCY_KEY_REUSED(422),
    NOT_FOUND(404),
    DUPLICATE(409),
    ILLEGAL_TRANSITION(409),
    VERSION_CONFLICT(409),
    /** The subject's last record cannot be read: it is denied everywhere, and nobody can say what it would become. */
    UNREADABLE(409),
    /** The command lies on a partition that is not its subject's. */
    WRONG_PARTITION(422),
    /** The command was appended after its own expiry. */
    COMMAND_EXPIRED(422),
    /** The command would have to be remembered longer than answers are kept. */
    COMMAND_EXPIRY_TOO_FAR(422),
    COMMAND_UNSIGNED(403),
    COMMAND_SIGNATURE_INVALID(403),
    /** Nobody here knows the key: the read model of the deciding instance may be behind. */
    SIGNER_UNKNOWN(503),
    /** The key may not sign this command, or nothing any more. */
    SIGNER_NOT_ALLOWED(403),
    COMMAND_UNREADABLE(400),
    COMMAND_UNSUPPORTED(422),
    /** The decision itself failed; nothing was written but this answer. */
    UNDECIDABLE(500);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    Problem because(String detail) {
        return because(detail, List.of());
    }

    Problem because(String detail, List<FieldError> errors) {
        return new Problem(name(), status, detail, List.copyOf(errors));
    }
}
