package dev.keyfabric.registry.readmodel;

import dev.keyfabric.schemas.topics.Topic;
import java.util.Map;

/** What a lifecycle topic is about, and the table that holds it. */
public enum SubjectKind {
    KEY(Topic.KEYS, "api_key"),
    CONSUMER(Topic.CONSUMERS, "consumer"),
    PLAN(Topic.PLANS, "plan"),
    SERVICE(Topic.SERVICES, "service"),
    SIGNING_KEY(Topic.SIGNING_KEYS, "signing_key");

    private static final Map<Topic, SubjectKind> BY_TOPIC = Map.of(
            Topic.KEYS, KEY,
            Topic.CONSUMERS, CONSUMER,
            Topic.PLANS, PLAN,
            Topic.SERVICES, SERVICE,
            Topic.SIGNING_KEYS, SIGNING_KEY);

    private final Topic topic;
    private final String table;

    SubjectKind(Topic topic, String table) {
        this.topic = topic;
        this.table = table;
    }

    public Topic topic() {
        return topic;
    }

    String table() {
        return table;
    }

    static SubjectKind of(Topic topic) {
        SubjectKind kind = BY_TOPIC.get(topic);
        if (kind == null) {
            throw new IllegalArgumentException(topic + " is no lifecycle topic");
        }
        return kind;
    }
}
