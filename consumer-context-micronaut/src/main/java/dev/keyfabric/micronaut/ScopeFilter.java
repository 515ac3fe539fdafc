package dev.keyfabric.micronaut;

import io.micronaut.context.BeanProvider;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the routes that carry {@link RequiresScope}, and touches no other. It is there whether or not there is a
 * validator: a demand that nobody judges is refused, not forgotten.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ScopeFilter implements Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ScopeFilter.class);
    private static final String ADMITTED = "dev.keyfabric.micronaut.admitted";

    private final BeanProvider<Gate> gate;

    ScopeFilter(BeanProvider<Gate> gate) {
        this.gate = gate;
    }

    /** Whom this filter let in with a request. */
    static Optional<VerifiedCaller> callerOf(HttpRequest<?> request) {
        return admitted(request).map(Gate.Admitted::caller);
    }

    private static Optional<Gate.Admitted> admitted(HttpRequest<?> request) {
        return request.getAttribute(ADMITTED, Gate.Admitted.class);
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.order();
    }

    @RequestFilter
    @Nullable
    MutableHttpResponse<?> admit(HttpRequest<?> request, MutablePropagatedContext propagated) {
        RouteMatch<?> route = RouteAttributes.getRouteMatch(request).orElse(null);
        if (route == null || !route.getAnnotationMetadata().hasAnnotation(RequiresScope.class)) {
            return null;
        }
        Gate.Admission admission = gate.isPresent()
                ? gate.get().admit(request, scopes(route.getAnnotationMetadata()))
                : new Gate.Turned(nobodyJudges());
        if (admission instanceof Gate.Admitted admitted) {
            request.setAttribute(ADMITTED, admitted);
            admitted.caller().context().ifPresent(call -> propagated.add(new CallElement(call)));
            return null;
        }
        MutableHttpResponse<?> response = ((Gate.Turned) admission).response();
        return request.getMethod() == HttpMethod.HEAD ? response.body(null) : response;
    }

    /** Tells whoever was let in how the limits stand, as the authorize door does. What the method said itself stays. */
    @ResponseFilter
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        admitted(request)
                .ifPresent(admitted -> admitted.limits().forEach((name, value) -> {
                    if (!response.getHeaders().contains(name)) {
                        response.header(name, value);
                    }
                }));
    }

    /** Those of the class and those of the method. */
    private static List<String> scopes(AnnotationMetadata route) {
        return route.getAnnotationValuesByType(RequiresScope.class).stream()
                .flatMap(demand -> Arrays.stream(demand.stringValues()))
                .distinct()
                .toList();
    }

    private static MutableHttpResponse<?> nobodyJudges() {
        LOG.error("scope refused: no embedded validator, is keyfabric.embedded.enabled set?");
        return HttpResponse.serverError()
                .status(503)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
