package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.view.RouteRule;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies by the name of a route: of the node's own settings, and of the services it stands for. */
@Singleton
public final class Routes {
    private final ValidationEngine engine;
    private final Map<String, Policy> own;

    Routes(ValidationEngine engine, NodeSettings settings) {
        this.engine = engine;
        this.own = settings.routes();
    }

    /** The one policy of that name; null when there is none, more than one, or when it cannot be told. */
    public @Nullable Policy policy(String route) {
        List<RouteRule> rules = Policy.isId(route) ? engine.routes(route).orElse(null) : null;
        if (rules == null) {
            return null;
        }
        List<Policy> policies = new ArrayList<>(1);
        rules.forEach(rule -> policies.add(Policy.of(rule)));
        Policy mine = own.get(route);
        if (mine != null) {
            policies.add(mine);
        }
        return policies.size() == 1 ? policies.get(0) : null;
    }
}
