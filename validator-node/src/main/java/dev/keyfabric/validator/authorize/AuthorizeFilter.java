package dev.keyfabric.validator.authorize;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.Work;
import dev.keyfabric.validation.credential.Credentials;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validator.node.Verdicts.Door;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers proxies that ask before they forward, whatever the method: a filter, since a route would be one of a few
 * methods. What stands under {@code /v1/authorize} but names no policy is refused.
 */
@ServerFilter(AuthorizeFilter.PATH + "/**")
final class AuthorizeFilter {
    static final String PATH = "/v1/authorize";
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizeFilter.class);
    private static final String BY_ROUTE = PATH + "/r/";

    private final Gate gate;
    private final Routes routes;
    private final NodeSettings settings;
    private final @Nullable Tracing tracing;

    AuthorizeFilter(Gate gate, Routes routes, NodeSettings settings, @Nullable Tracing tracing) {
        this.gate = gate;
        this.routes = routes;
        this.settings = settings;
        this.tracing = tracing;
    }

    @PreMatching
    @RequestFilter
    MutableHttpResponse<?> authorize(HttpRequest<?> request) {
        MutableHttpResponse<byte[]> response = tracing == null ? answered(request) : traced(request, tracing);
        return request.getMethod() == HttpMethod.HEAD ? response.body(null) : response;
    }

    /** Before routes, and so before the filter that traces them. */
    private MutableHttpResponse<byte[]> traced(HttpRequest<?> request, Tracing spans) {
        Work work = spans.request("authorize", request.getHeaders().get("traceparent"));
        try (Work.Current current = work.makeCurrent()) {
            MutableHttpResponse<byte[]> response = answered(request);
            work.tell("http.route", PATH);
            work.tell("http.response.status_code", response.code());
            return response;
        } finally {
            work.end();
        }
    }

    private MutableHttpResponse<byte[]> answered(HttpRequest<?> request) {
        Decision decision = gate.decide(Door.AUTHORIZE, () -> asked(request));
        MutableHttpResponse<byte[]> response;
        try {
            response = AuthorizeAnswers.of(decision);
        } catch (Throwable e) { // after the verdict: whatever fails is a refusal too
            LOG.error("authorize failure={}", e.getClass().getName(), e);
            response = AuthorizeAnswers.of(gate.unavailable());
        }
        if (response.code() == 200 && request.getUri().getRawPath().startsWith(BY_ROUTE)) {
            // For Envoy, which else hands the key on to the service.
            response.header(
                    "x-envoy-auth-headers-to-remove",
                    String.join(",", settings.credentials().headers()));
        }
        return response;
    }

    private Asked asked(HttpRequest<?> request) {
        return new Asked(
                policy(request.getUri()),
                Credentials.of(
                        settings.credentials(),
                        request.getHeaders().getAll(HttpHeaders.AUTHORIZATION),
                        request.getHeaders().getAll("X-API-Key")),
                clientIp(request));
    }

    private @Nullable Policy policy(URI uri) {
        String path = uri.getRawPath();
        // No request target has a fragment (RFC 9112, section 3.2): what stands behind a # would be a policy unread.
        if (uri.getRawFragment() != null) {
            return null;
        }
        if (path.equals(PATH)) {
            return Policy.parse(uri.getRawQuery()).orElse(null);
        }
        return path.startsWith(BY_ROUTE) ? routes.policy(route(path)) : null;
    }

    /**
     * The first segment, as it came: nothing is decoded or resolved, since what follows it is the caller's own path, which
     * must choose nothing.
     */
    private static String route(String path) {
        int end = path.indexOf('/', BY_ROUTE.length());
        return path.substring(BY_ROUTE.length(), end < 0 ? path.length() : end);
    }

    private @Nullable String clientIp(HttpRequest<?> request) {
        InetAddress peer = request.getRemoteAddress().getAddress();
        return settings.clientAddress().of(peer == null ? null : peer.getHostAddress(), request.getHeaders()::getAll);
    }
}
