package dev.keyfabric.validation.trust;

import dev.keyfabric.context.stamp.TopicPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A business topic that a service has named. Without a policy nothing may be stamped for it or taken from it.
 *
 * @param service who named it; of several the first by its id
 * @param policy null when there is none to follow: the topic is in conflict, or its service cannot be read any more
 * @param conflict whether it is named more than once
 */
public record ListedTopic(
        String topic, String service, @Nullable TopicPolicy policy, boolean exchange, boolean conflict) {

    ListedTopic unreadable() {
        return new ListedTopic(topic, service, null, false, false);
    }

    ListedTopic inConflict() {
        return new ListedTopic(topic, service, null, false, true);
    }
}
