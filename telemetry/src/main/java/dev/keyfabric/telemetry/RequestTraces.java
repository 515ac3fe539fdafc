package dev.keyfabric.telemetry;

import io.micronaut.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to. */
public final class RequestTraces {
    private RequestTraces() {}

    /** {@code traceparent} for what the request causes; null where it is not traced. */
    public static @Nullable String of(HttpRequest<?> request) {
        return TracedRequests.of(request).map(Work::traceparent).orElse(null);
    }
}
