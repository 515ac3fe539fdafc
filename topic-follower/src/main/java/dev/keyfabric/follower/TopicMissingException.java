package dev.keyfabric.follower;

/** The brokers answered, and a followed topic is not there. It may be created yet. */
final class TopicMissingException extends Exception {
    TopicMissingException(String topicName) {
        super("topic " + topicName + " does not exist");
    }
}
