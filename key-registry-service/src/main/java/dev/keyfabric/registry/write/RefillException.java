package dev.keyfabric.registry.write;

/** The state of a partition could not be made from the topics, so nothing is decided there. */
final class RefillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefillException(String why) {
        super(why);
    }
}
