package dev.keyfabric.registry.services;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.StampPolicy;
import java.time.Duration;

/** A service as answers show it. */
public final class ServiceJson {
    private ServiceJson() {}

    public static ObjectNode of(Subject subject) {
        ObjectNode json = Json.object();
        json.put("serviceId", subject.id());
        ServiceState state = subject.service();
        if (state == null) {
            json.put("status", subject.status());
            json.put("version", subject.version());
        } else {
            record(json, subject, state);
        }
        json.put("position", subject.position().toString());
        return json;
    }

    private static void record(ObjectNode json, Subject subject, ServiceState state) {
        json.put("name", state.getName());
        json.put("status", subject.status());
        json.set("audiences", Json.array(state.getAudiences()));
        json.set("scopes", Json.array(state.getScopes()));
        json.set("routes", routes(state));
        json.put(
                "stalenessBound",
                state.getStalenessBoundMs() == null
                        ? null
                        : Duration.ofMillis(state.getStalenessBoundMs()).toString());
        json.set("stampPolicies", stampPolicies(state));
        json.put("explain", state.getExplain());
        json.put("metadata", state.getMetadata());
        json.put("version", subject.version());
        json.put("createdAt", Json.time(state.getCreatedAt()));
        json.put("createdBy", state.getCreatedBy());
        json.put("changedAt", Json.time(state.getChangedAt()));
        json.put("changedBy", state.getChangedBy());
    }

    private static ArrayNode routes(ServiceState state) {
        ArrayNode routes = Json.object().arrayNode();
        for (Route route : state.getRoutes()) {
            ObjectNode json = routes.addObject();
            json.put("id", route.getId());
            json.put("audience", route.getAudience());
            json.set("scopes", Json.array(route.getScopes()));
            json.put("token", route.getToken());
        }
        return routes;
    }

    private static ArrayNode stampPolicies(ServiceState state) {
        ArrayNode policies = Json.object().arrayNode();
        for (StampPolicy policy : state.getStampPolicies()) {
            ObjectNode json = policies.addObject();
            json.put("topic", policy.getTopic());
            json.put("profile", ServiceDrafts.spelled(policy.getProfile()));
            json.put("time", ServiceDrafts.spelled(policy.getTime()));
            json.put("maxDelay", Duration.ofSeconds(policy.getMaxDelaySeconds()).toString());
            json.set("allowedProducers", Json.array(policy.getAllowedProducers()));
            json.put("onRevoked", ServiceDrafts.spelled(policy.getOnRevoked()));
            json.put("tombstones", ServiceDrafts.spelled(policy.getTombstones()));
            json.put("exchange", policy.getExchange());
        }
        return policies;
    }
}
