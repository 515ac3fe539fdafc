package dev.keyfabric.context.verify;

import dev.keyfabric.context.stamp.StampRefusal;

/** Carries a refusal to the {@link Verifier}; it never leaves this package. */
final class RefusedStampException extends Exception {
    private static final long serialVersionUID = 1L;

    private final StampRefusal reason;

    RefusedStampException(StampRefusal reason) {
        // No stack trace: hostile input is ordinary.
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    StampRefusal reason() {
        return reason;
    }

    static void refuseIf(boolean fault, StampRefusal reason) throws RefusedStampException {
        if (fault) {
            throw new RefusedStampException(reason);
        }
    }
}
