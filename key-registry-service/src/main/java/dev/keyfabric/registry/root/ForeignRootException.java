package dev.keyfabric.registry.root;

/** The topics hold what another root signed: this registry's root key is not that of the fabric. */
public final class ForeignRootException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignRootException(String message) {
        super(message);
    }
}
