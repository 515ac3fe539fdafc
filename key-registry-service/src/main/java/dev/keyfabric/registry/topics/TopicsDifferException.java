package dev.keyfabric.registry.topics;

import java.util.List;

/** Topics on the bus are not what the catalogue says; an operator must decide, trying again does not help. */
public final class TopicsDifferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> differences;

    TopicsDifferException(List<String> differences) {
        super("the topics are not as they must be: " + String.join("; ", differences));
        this.differences = List.copyOf(differences);
    }

    /** Every difference of every topic, each naming topic, setting, what it is and what it must be. */
    public List<String> differences() {
        return differences;
    }
}
