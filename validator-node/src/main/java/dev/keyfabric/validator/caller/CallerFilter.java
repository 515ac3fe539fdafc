package dev.keyfabric.validator.caller;

import dev.keyfabric.validation.settings.ListenSettings;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.context.env.Environment;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every endpoint of a node that listens beyond loopback: lets in whoever {@link Callers} knows, and everybody
 * to what is open. Metrics and detailed health are not there at all, but at the management port; probes say up or down.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CallerFilter implements Ordered {
    private static final Set<String> PROBES = Set.of("/health/liveness", "/health/readiness");
    /** Has a credential of its own, which stands where a service JWT would. */
    private static final String REBUILD = "/v1/view/rebuild";

    private static final String AUTHORIZE = "/v1/authorize";
    private static final String JWKS = "/.well-known/jwks.json";

    private final Callers callers;
    private final ListenSettings listen;
    private final int managementPort;

    CallerFilter(Callers callers, NodeSettings settings, Environment environment) {
        this.callers = callers;
        this.listen = settings.listen();
        this.managementPort = ManagementListener.port(environment);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @PreMatching
    @RequestFilter
    @Nullable
    MutableHttpResponse<?> admit(HttpRequest<?> request) {
        String path = request.getUri().getRawPath();
        ListenSettings.Management management = listen.management();
        boolean guarded = listen.guarded();
        if (management != null && atManagement(request)) {
            guarded = management.guarded();
        } else if (management != null && isManagement(path)) {
            return ProblemJson.response(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing at this path.");
        }
        if (!guarded || isOpen(path)) {
            return null;
        }
        Optional<Caller> caller = callers.of(
                request.getCertificate().orElse(null), request.getHeaders().getAll(HttpHeaders.AUTHORIZATION));
        return caller.isPresent() ? null : unknown();
    }

    @ResponseFilter
    void hideDetails(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (listen.management() != null && PROBES.contains(request.getUri().getRawPath()) && !atManagement(request)) {
            String status = response.code() == HttpStatus.OK.getCode() ? "UP" : "DOWN";
            response.body(("{\"status\":\"" + status + "\"}").getBytes(StandardCharsets.UTF_8))
                    .contentType(MediaType.APPLICATION_JSON_TYPE);
        }
    }

    private boolean atManagement(HttpRequest<?> request) {
        return request.getServerAddress().getPort() == managementPort;
    }

    private static boolean isManagement(String path) {
        return !PROBES.contains(path)
                && (path.equals("/prometheus")
                        || path.startsWith("/prometheus/")
                        || path.equals("/health")
                        || path.startsWith("/health/"));
    }

    private static boolean isOpen(String path) {
        return path.equals(AUTHORIZE)
                || path.startsWith(AUTHORIZE + "/")
                || path.equals(JWKS)
                || path.equals(REBUILD)
                || PROBES.contains(path);
    }

    private static MutableHttpResponse<?> unknown() {
        return ProblemJson.response(
                        HttpStatus.UNAUTHORIZED,
                        "CALLER_UNKNOWN",
                        "A service JWT for this node, or a certificate of a known authority, is needed.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"keyfabric-node\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
