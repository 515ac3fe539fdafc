package dev.keyfabric.validation.settings;

import dev.keyfabric.validation.policy.Policy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the policies that the node's own settings give names to. */
final class RouteReading {
    private RouteReading() {}

    /** By the name of the route; one without an audience means the node's service. */
    static Map<String, Policy> routes(SettingsSource source, @Nullable String service) {
        Map<String, Policy> routes = new HashMap<>();
        source.under(NodeSetting.ROUTES).forEach((route, text) -> {
            String name = NodeSetting.ROUTES.start() + route;
            Policy policy = Policy.parse(text.strip()).orElse(null);
            if (!Policy.isId(route)) {
                source.problem(name, "must end in the name of a route: letters, digits, `.`, `_`, `-`");
            } else if (policy == null) {
                source.problem(name, "must be a policy: audience=orders&scope=orders:read");
            } else if (policy.audience() == null && service == null) {
                source.problem(name, "must name an audience, or " + NodeSetting.SERVICE.key() + " must be set");
            } else {
                routes.put(route, policy);
            }
        });
        return routes;
    }
}
