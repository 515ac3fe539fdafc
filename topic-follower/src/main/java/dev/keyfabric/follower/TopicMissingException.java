package dev.keyfabric.follower;

/** The brokers answered, and a followed topic is not there. It may be created yet. */
final class TopicMissingException extends Exception {
    TopicMissingException(Throwable cause) {
        super("a followed topic does not exist: " + cause.getMessage(), cause);
    }
}
