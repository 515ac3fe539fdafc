package dev.keyfabric.schemas.wire;

/** The bytes of a value are not what the catalogue says: its subject must be treated as denied. */
public final class UnreadableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableValueException(String fault) {
        super(fault);
    }
}
