package dev.keyfabric.registry.body;

/** The bytes of a body are no JSON text; the message says where, never what stood there. */
public final class MalformedBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedBodyException(String fault) {
        super(fault);
    }
}
