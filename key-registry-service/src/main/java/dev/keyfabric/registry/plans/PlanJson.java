package dev.keyfabric.registry.plans;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.limits.Limits;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.PlanState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A plan as answers show it. */
final class PlanJson {
    private PlanJson() {}

    static ObjectNode of(Subject subject) {
        ObjectNode json = Json.object();
        json.put("planId", subject.id());
        PlanState state = subject.plan();
        if (state == null) {
            json.put("status", subject.status());
            json.put("version", subject.version());
        } else {
            record(json, subject, state);
        }
        json.put("position", subject.position().toString());
        return json;
    }

    private static void record(ObjectNode json, Subject subject, PlanState state) {
        json.put("name", state.getName());
        json.put("status", subject.status());
        json.set("rateLimits", Limits.json(state.getRateLimits()));
        json.set("quotas", Limits.quotasJson(state.getQuotas()));
        json.put("maxLifetime", duration(state.getMaxLifetimeSeconds()));
        json.put("rotateEvery", duration(state.getRotateEverySeconds()));
        json.put("version", subject.version());
        json.put("createdAt", Json.time(state.getCreatedAt()));
        json.put("createdBy", state.getCreatedBy());
        json.put("changedAt", Json.time(state.getChangedAt()));
        json.put("changedBy", state.getChangedBy());
    }

    private static @Nullable String duration(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds).toString();
    }
}
