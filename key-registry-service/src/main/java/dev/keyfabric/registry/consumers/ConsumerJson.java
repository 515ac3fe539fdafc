package dev.keyfabric.registry.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.ConsumerState;

/** A consumer as answers show it. */
final class ConsumerJson {
    private ConsumerJson() {}

    static ObjectNode of(Subject subject) {
        ObjectNode json = Json.object();
        json.put("consumerId", subject.id());
        ConsumerState state = subject.consumer();
        if (state != null) {
            json.put("name", state.getName());
            json.put("plan", state.getPlan());
        }
        json.put("status", subject.status());
        json.put("version", subject.version());
        if (state != null) {
            json.set("metadata", Json.metadata(state.getMetadata()));
            json.put("createdAt", Json.time(state.getCreatedAt()));
            json.put("createdBy", state.getCreatedBy());
            json.put("changedAt", Json.time(state.getChangedAt()));
            json.put("changedBy", state.getChangedBy());
        }
        json.put("position", subject.position().toString());
        return json;
    }
}
