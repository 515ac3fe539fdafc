package dev.keyfabric.registry.console.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.services.ServiceJson;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Between a service and its form. */
final class ServiceForm {
    private ServiceForm() {}

    static Wish wish(Form form) {
        return new Wish(form)
                .text("name")
                .words("audiences")
                .words("scopes")
                .text("stalenessBound")
                .flag("explain")
                .flag("metadata")
                .json("routes")
                .json("stampPolicies");
    }

    static Map<String, String> values(Subject service) {
        ObjectNode json = ServiceJson.of(service);
        Map<String, String> values = new HashMap<>();
        values.put("name", json.path("name").asText());
        values.put("audiences", lines(json.path("audiences")));
        values.put("scopes", lines(json.path("scopes")));
        if (json.hasNonNull("stalenessBound")) {
            values.put("stalenessBound", json.path("stalenessBound").asText());
        }
        tick(values, json, "explain");
        tick(values, json, "metadata");
        pretty(values, json, "routes");
        pretty(values, json, "stampPolicies");
        return values;
    }

    private static void tick(Map<String, String> values, ObjectNode json, String name) {
        if (json.path(name).asBoolean()) {
            values.put(name, "true");
        }
    }

    private static void pretty(Map<String, String> values, ObjectNode json, String name) {
        if (!json.path(name).isEmpty()) {
            values.put(name, json.path(name).toPrettyString());
        }
    }

    private static String lines(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("\n"));
    }
}
