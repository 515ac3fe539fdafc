package dev.keyfabric.validator.edge;

import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a loop takes up too late, before anything is done for them. Not those of proxies, which are refused in
 * the words that they understand, and not whoever looks how the node is.
 */
@ServerFilter("/v1/**")
final class LateFilter implements Ordered {
    private static final String AUTHORIZE = "/v1/authorize";

    private final Lateness lateness;

    LateFilter(Lateness lateness) {
        this.lateness = lateness;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @PreMatching
    @RequestFilter
    @Nullable
    MutableHttpResponse<?> shed(HttpRequest<?> request) {
        return !request.getUri().getRawPath().startsWith(AUTHORIZE) && lateness.isBehind()
                ? ProblemJson.response(
                                HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", "This node has more to do than it can.")
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                : null;
    }
}
