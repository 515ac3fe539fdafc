package dev.keyfabric.registry.refusals;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.security.Happening;
import dev.keyfabric.security.SecurityEvents;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports each answer 401, 403 and 429, whoever gave it. Of the request it tells the method and the route as this build
 * spells it, never the path: that is whatever a stranger wrote.
 */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusedRequests {
    private static final Set<Integer> REFUSED = Set.of(401, 403, 429);
    private static final String DOOR = "http";
    private static final String NO_ROUTE = "no route";

    private final SecurityEvents events;

    RefusedRequests(SecurityEvents events) {
        this.events = events;
    }

    @ResponseFilter
    void report(HttpRequest<?> request, HttpResponse<?> response) {
        if (!REFUSED.contains(response.code())) {
            return;
        }
        events.report(new Happening(
                SecurityEventType.REQUEST_REFUSED,
                response.getAttribute(Problem.CODE, String.class).orElse("HTTP_" + response.code()),
                DOOR,
                request.getUserPrincipal().map(Principal::getName).orElse(null),
                null,
                address(request),
                null,
                request.getMethodName() + " " + route(request)));
    }

    private static @Nullable String address(HttpRequest<?> request) {
        InetAddress address = request.getRemoteAddress().getAddress();
        return address == null ? null : address.getHostAddress();
    }

    private static String route(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request).isEmpty()
                ? NO_ROUTE
                : BasicHttpAttributes.getUriTemplate(request).orElse(NO_ROUTE);
    }
}
