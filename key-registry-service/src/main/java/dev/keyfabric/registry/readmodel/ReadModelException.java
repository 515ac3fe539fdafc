package dev.keyfabric.registry.readmodel;

/** The database of the read model did not do what was asked; what it holds is unchanged. */
public final class ReadModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
