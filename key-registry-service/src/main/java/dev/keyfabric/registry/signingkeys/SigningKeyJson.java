package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.SigningKeyState;

/** A signing key as answers show it. */
final class SigningKeyJson {
    private SigningKeyJson() {}

    static ObjectNode of(Subject subject) {
        ObjectNode json = Json.object();
        json.put("kid", subject.id());
        SigningKeyState state = subject.signingKey();
        if (state == null) {
            json.put("status", subject.status());
            json.put("version", subject.version());
        } else {
            record(json, subject, state);
        }
        json.put("position", subject.position().toString());
        return json;
    }

    private static void record(ObjectNode json, Subject subject, SigningKeyState state) {
        json.put("owner", state.getOwner());
        json.put("use", Json.lower(state.getUse()));
        json.set("services", Json.array(state.getServices()));
        json.set("roles", Json.array(state.getRoles()));
        json.put("status", subject.status());
        json.put("algorithm", state.getAlgorithm());
        json.set("publicKey", Json.metadata(state.getPublicJwk()));
        json.put("notAfter", Json.time(state.getNotAfter()));
        json.put("taintedAt", Json.time(state.getTaintedAt()));
        json.put("version", subject.version());
        json.put("createdAt", Json.time(state.getCreatedAt()));
        json.put("createdBy", state.getCreatedBy());
        json.put("changedAt", Json.time(state.getChangedAt()));
        json.put("changedBy", state.getChangedBy());
    }
}
