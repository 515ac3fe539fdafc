package dev.keyfabric.validator.authorize;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.Work;
import dev.keyfabric.validation.address.ClientAddress;
import dev.keyfabric.validation.credential.Credentials;
import dev.keyfabric.validation.settings.CredentialRule;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validator.node.Verdicts.Door;
import dev.keyfabric.validator.reply.Reply;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers proxies that ask before they forward, whatever the method. What stands under {@link #PATH} but names no policy
 * is refused. Never throws.
 */
@Singleton
public final class AuthorizeDesk {
    public static final String PATH = "/v1/authorize";
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizeDesk.class);
    private static final int ALLOWED = 200;

    private final Gate gate;
    private final Policies policies;
    private final CredentialRule credentials;
    private final ClientAddress clientAddress;
    private final @Nullable Tracing tracing;
    private final String carriers;

    AuthorizeDesk(Gate gate, Policies policies, NodeSettings settings, @Nullable Tracing tracing) {
        this.gate = gate;
        this.policies = policies;
        this.credentials = settings.credentials();
        this.clientAddress = settings.clientAddress();
        this.tracing = tracing;
        this.carriers = String.join(",", credentials.headers());
    }

    /** The answer, with its body whatever the method. */
    public Reply answer(ProxyRequest request) {
        return tracing == null ? answered(request) : traced(request, tracing);
    }

    /** Before routes, and so before the filter that traces them. */
    private Reply traced(ProxyRequest request, Tracing spans) {
        Work work = spans.request("authorize", first(request, "traceparent"));
        try (Work.Current current = work.makeCurrent()) {
            Reply reply = answered(request);
            work.tell("http.route", PATH);
            work.tell("http.response.status_code", reply.status());
            return reply;
        } finally {
            work.end();
        }
    }

    private Reply answered(ProxyRequest request) {
        Decision decision = gate.decide(Door.AUTHORIZE, () -> asked(request));
        try {
            Reply reply = AuthorizeAnswers.of(decision);
            // For Envoy, which else hands the key on to the service.
            return reply.status() == ALLOWED && Policies.isByRoute(request.target())
                    ? reply.with("x-envoy-auth-headers-to-remove", carriers)
                    : reply;
        } catch (Throwable e) { // after the verdict: whatever fails is a refusal too
            LOG.error("authorize failure={}", e.getClass().getName(), e);
            return AuthorizeAnswers.of(gate.unavailable());
        }
    }

    private Asked asked(ProxyRequest request) {
        return new Asked(
                policies.of(request.target()),
                Credentials.of(credentials, request.headers("authorization"), request.headers("x-api-key")),
                clientAddress.of(request.peer(), request::headers));
    }

    private static @Nullable String first(ProxyRequest request, String header) {
        return request.headers(header).stream().findFirst().orElse(null);
    }
}
