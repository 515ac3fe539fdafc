package dev.keyfabric.validator.authorize;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.Work;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.credential.Credentials;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.outward.RequestIds;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.node.Verdicts;
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
 * methods. What stands under {@code /v1/authorize} but is not exactly it has no policy, and is refused.
 */
@ServerFilter(AuthorizeFilter.PATH + "/**")
final class AuthorizeFilter {
    static final String PATH = "/v1/authorize";
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizeFilter.class);

    private final ValidationEngine engine;
    private final Verdicts verdicts;
    private final NodeSettings settings;
    private final RequestIds ids;
    private final @Nullable Tracing tracing;

    AuthorizeFilter(
            ValidationEngine engine,
            Verdicts verdicts,
            NodeSettings settings,
            RequestIds ids,
            @Nullable Tracing tracing) {
        this.engine = engine;
        this.verdicts = verdicts;
        this.settings = settings;
        this.ids = ids;
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
        try {
            return answer(request);
        } catch (RuntimeException e) {
            LOG.error("authorize failure={}", e.getClass().getName(), e);
            return AuthorizeAnswers.of(engine.refuse(Code.UNAVAILABLE), null, false, ids.next());
        }
    }

    private MutableHttpResponse<byte[]> answer(HttpRequest<?> request) {
        long begun = verdicts.begin();
        URI uri = request.getUri();
        // No request target has a fragment (RFC 9112, section 3.2): what stands behind a # would be a policy unread.
        Policy policy = uri.getRawPath().equals(PATH) && uri.getRawFragment() == null
                ? Policy.parse(uri.getRawQuery()).orElse(null)
                : null;
        boolean nginx = policy != null && policy.nginx();
        if (policy == null || (policy.audience() == null && settings.service() == null)) {
            return counted(engine.refuse(Code.POLICY_INVALID), null, nginx, clientIp(request), begun);
        }
        Question question = new Question(
                Credentials.of(
                        settings.credentials(),
                        request.getHeaders().getAll(HttpHeaders.AUTHORIZATION),
                        request.getHeaders().getAll("X-API-Key")),
                policy.audience(),
                policy.scopes(),
                clientIp(request));
        Verdict verdict = engine.judge(question);
        return verdict instanceof Valid valid && policy.token() != TokenWish.LEFT_OUT
                ? withToken(valid, question, policy, begun)
                : counted(verdict, null, nginx, question.clientIp(), begun);
    }

    private MutableHttpResponse<byte[]> withToken(Valid valid, Question question, Policy policy, long begun) {
        Minting minting = engine.identity().token(valid, question);
        if (minting instanceof TxnToken token) {
            return counted(valid, token, policy.nginx(), question.clientIp(), begun);
        }
        if (policy.token() != TokenWish.DEMANDED) {
            return counted(valid, null, policy.nginx(), question.clientIp(), begun);
        }
        Code code = minting == Minting.Refused.NOT_BOUND ? Code.POLICY_INVALID : Code.UNAVAILABLE;
        return counted(engine.refuse(code), null, policy.nginx(), question.clientIp(), begun);
    }

    private MutableHttpResponse<byte[]> counted(
            Verdict verdict, @Nullable TxnToken token, boolean nginx, @Nullable String clientIp, long begun) {
        String id = ids.next();
        if (!(verdict instanceof Valid)) {
            LOG.debug("refused instance={} code={} key={}", id, verdict.code(), verdict.keyId());
        }
        return AuthorizeAnswers.of(verdicts.counted(Door.AUTHORIZE, verdict, clientIp, begun), token, nginx, id);
    }

    private @Nullable String clientIp(HttpRequest<?> request) {
        InetAddress peer = request.getRemoteAddress().getAddress();
        return settings.clientAddress().of(peer == null ? null : peer.getHostAddress(), request.getHeaders()::getAll);
    }
}
