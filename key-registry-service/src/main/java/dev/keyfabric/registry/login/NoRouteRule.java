package dev.keyfabric.registry.login;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.RouteAttributes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Who asks for what is not there (no such path, method or content type) is told so, once it is known who it is; others
 * get 401 everywhere, and learn nothing about what there is.
 */
@Singleton
final class NoRouteRule implements SecurityRule<HttpRequest<?>> {
    @Override
    public Publisher<SecurityRuleResult> check(@Nullable HttpRequest<?> request, @Nullable Authentication who) {
        boolean nothingThere =
                request != null && RouteAttributes.getRouteMatch(request).isEmpty();
        return Mono.just(nothingThere && who != null ? SecurityRuleResult.ALLOWED : SecurityRuleResult.UNKNOWN);
    }
}
