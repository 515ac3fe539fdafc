package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.limits.Limits;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import org.jspecify.annotations.Nullable;

/** A key as answers show it: its record, never a secret or a hash of one. */
final class KeyJson {
    private KeyJson() {}

    static ObjectNode of(Subject subject) {
        ObjectNode json = Json.object();
        json.put("keyId", subject.id());
        KeyState state = subject.key();
        if (state == null) {
            json.put("status", subject.status());
            json.put("version", subject.version());
        } else {
            record(json, subject, state);
        }
        json.put("position", subject.position().toString());
        return json;
    }

    private static void record(ObjectNode json, Subject subject, KeyState state) {
        json.put("consumerId", state.getConsumerId());
        json.put("name", state.getName());
        json.put("environment", Json.lower(state.getEnvironment()));
        json.put("status", subject.status());
        json.put("reason", Json.lower(state.getRevocationReason()));
        json.put("comment", state.getComment());
        json.set("secrets", secrets(state));
        json.set("scopes", Json.array(state.getScopes()));
        json.set("audiences", Json.array(state.getAudiences()));
        json.set("ipAllowlist", Json.array(state.getIpAllowlist()));
        json.put("notBefore", Json.time(state.getNotBefore()));
        json.put("expiresAt", Json.time(state.getExpiresAt()));
        json.set("rateLimits", Limits.json(state.getRateLimits()));
        json.set("metadata", Json.metadata(state.getMetadata()));
        json.set("enrols", enrols(state.getEnrols()));
        json.put("version", subject.version());
        json.put("createdAt", Json.time(state.getCreatedAt()));
        json.put("createdBy", state.getCreatedBy());
        json.put("changedAt", Json.time(state.getChangedAt()));
        json.put("changedBy", state.getChangedBy());
    }

    private static @Nullable ObjectNode enrols(@Nullable Enrolment enrols) {
        if (enrols == null) {
            return null;
        }
        ObjectNode json = Json.object();
        json.put("use", Json.lower(enrols.getUse()));
        json.put("owner", enrols.getOwner());
        json.set("services", Json.array(enrols.getServices()));
        return json;
    }

    private static ArrayNode secrets(KeyState state) {
        ArrayNode secrets = Json.object().arrayNode();
        for (KeySecret secret : state.getSecrets()) {
            secrets.addObject()
                    .put("prefix", secret.getPrefix())
                    .put("lastFour", secret.getLastFour())
                    .put("status", Json.lower(secret.getStatus()))
                    .put("createdAt", Json.time(secret.getCreatedAt()))
                    .put("retiresAt", Json.time(secret.getRetiresAt()));
        }
        return secrets;
    }
}
