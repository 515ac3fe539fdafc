package dev.keyfabric.context.stamp;

import java.util.Map;

/** The port to the policies of topics. Asked for each record, so it answers from memory. */
@FunctionalInterface
public interface TopicPolicies {
    /** The policy of the topic now. Never null; a failure is {@link Answer.Unavailable}. */
    Answer of(String topic);

    /** What the port knows of a topic. */
    sealed interface Answer {
        record Known(TopicPolicy policy) implements Answer {}

        /** Nobody has said that the topic carries stamps. */
        record Unlisted() implements Answer {}

        /** Two services each say what the topic demands. Until that is settled everything is refused. */
        record Conflicting() implements Answer {}

        /** Nothing fresh enough is known. Trying again may work; until then everything is refused. */
        record Unavailable() implements Answer {}
    }

    /** Policies that do not change. */
    static TopicPolicies fixed(Map<String, TopicPolicy> byTopic) {
        Map<String, TopicPolicy> copy = Map.copyOf(byTopic);
        return topic -> {
            TopicPolicy policy = copy.get(topic);
            return policy == null ? new Answer.Unlisted() : new Answer.Known(policy);
        };
    }
}
