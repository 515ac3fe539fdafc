package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service demands of callers on one of its routes.
 *
 * @param audience null = the service itself
 * @param token whether the answer brings a Txn-Token
 */
public record RouteRule(String id, @Nullable String audience, List<String> scopes, boolean token) {
    public RouteRule {
        scopes = List.copyOf(scopes);
    }

    static RouteRule read(Route route) {
        return new RouteRule(route.getId(), route.getAudience(), route.getScopes(), route.getToken());
    }
}
