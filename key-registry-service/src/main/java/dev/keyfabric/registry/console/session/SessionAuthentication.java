package dev.keyfabric.registry.console.session;

import dev.keyfabric.registry.login.Tokens;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Who asks for a page: whoever the token of the session stands for, now. */
@Singleton
final class SessionAuthentication implements AuthenticationFetcher<HttpRequest<?>> {
    private final Tokens tokens;

    SessionAuthentication(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        return SessionCookie.session(request)
                .map(session -> tokens.validateToken(session.token(), request))
                .orElseGet(Mono::empty);
    }
}
