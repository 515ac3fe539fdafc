package dev.keyfabric.quickstart.story;

/** A step of the story did not end as it should. */
public final class BrokenPromiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenPromiseException(String message) {
        super(message);
    }
}
