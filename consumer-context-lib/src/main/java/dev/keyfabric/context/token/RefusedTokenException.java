package dev.keyfabric.context.token;

import dev.keyfabric.context.Refusal;

/** A refusal on its way to the verdict; it never leaves this package. */
final class RefusedTokenException extends Exception {
    private final Refusal reason;

    RefusedTokenException(Refusal reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Refusal reason() {
        return reason;
    }
}
