package dev.keyfabric.context.micronaut;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The topics that some listener methods take, by name and by pattern. */
record ListenerTopics(Set<String> names, List<Pattern> patterns) {
    boolean has(String topic) {
        return names.contains(topic)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(topic).matches());
    }

    boolean isEmpty() {
        return names.isEmpty() && patterns.isEmpty();
    }
}
