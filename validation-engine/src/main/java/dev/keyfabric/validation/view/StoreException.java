package dev.keyfabric.validation.view;

/** The view's database could not be opened, read or written; the message says which and why. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String what) {
        super(what);
    }

    StoreException(String what, Throwable cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
