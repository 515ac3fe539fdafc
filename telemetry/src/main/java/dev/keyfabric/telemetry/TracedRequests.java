package dev.keyfabric.telemetry;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request that has a route, named by its template: paths and queries may hold what a caller typed, and are
 * in none.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = Tracing.class)
final class TracedRequests implements Ordered {
    private static final String WORK = "dev.keyfabric.telemetry.work";
    private static final int SERVER_ERROR = 500;

    private final Tracing tracing;

    TracedRequests(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.TRACING.order();
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext propagated) {
        String method = method(request);
        String route = route(request);
        Work work = tracing.request(method + " " + route, request.getHeaders().get("traceparent"));
        work.tell("http.request.method", method);
        work.tell("http.route", route);
        request.setAttribute(WORK, work);
        propagated.add(new Serving(work));
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        of(request).ifPresent(work -> {
            int status = response.code();
            work.tell("http.response.status_code", status);
            if (status >= SERVER_ERROR) {
                work.failed(String.valueOf(status));
            }
            work.end();
        });
    }

    static Optional<Work> of(HttpRequest<?> request) {
        return request.getAttribute(WORK, Work.class);
    }

    /** What is no method of HTTP is what a caller typed. */
    private static String method(HttpRequest<?> request) {
        return request.getMethod() == HttpMethod.CUSTOM
                ? "_OTHER"
                : request.getMethod().name();
    }

    private static String route(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request).orElse(null) instanceof UriRouteMatch<?, ?> match
                ? match.getRouteInfo().getUriMatchTemplate().toPathString()
                : "-";
    }

    /** The work of a request, on every thread that serves it. */
    private record Serving(Work work) implements ThreadPropagatedContextElement<Work.Current> {
        @Override
        public Work.Current updateThreadContext() {
            return work.makeCurrent();
        }

        @Override
        public void restoreThreadContext(Work.@Nullable Current current) {
            if (current != null) {
                current.close();
            }
        }
    }
}
