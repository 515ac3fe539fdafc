package dev.keyfabric.context.cloudevent;

/** Headers that do not hold one well-formed CloudEvent. */
public final class EventHeaderException extends Exception {
    private final Fault fault;

    /** What is wrong. */
    public enum Fault {
        /** An attribute is there twice. */
        DOUBLED,
        /** An attribute is empty, has a name that attributes cannot have, or holds control characters. */
        MALFORMED,
        NOT_UTF8,
        TOO_LARGE
    }

    EventHeaderException(Fault fault) {
        // No stack trace: hostile input is ordinary, and this never leaves the reader's caller.
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
