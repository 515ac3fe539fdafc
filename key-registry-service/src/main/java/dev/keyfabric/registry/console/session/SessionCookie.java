package dev.keyfabric.registry.console.session;

import dev.keyfabric.registry.RegistrySettings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The cookie that holds a session's id: for this host and the console alone, out of reach of scripts and of other sites. */
@Singleton
public final class SessionCookie {
    private static final String NAME = "keyfabric_console";
    private static final String ATTRIBUTE = "keyfabric.console.session";

    private final boolean secure;

    SessionCookie(RegistrySettings settings) {
        String origin = settings.console().origin();
        this.secure = settings.isEncrypted() || (origin != null && origin.startsWith("https:"));
    }

    static Optional<String> id(HttpRequest<?> request) {
        return request.getCookies().findCookie(NAME).map(Cookie::getValue);
    }

    static void remember(HttpRequest<?> request, Session session) {
        request.setAttribute(ATTRIBUTE, session);
    }

    /** The session of a request; empty when there is none, or it is over. */
    public static Optional<Session> session(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Session.class);
    }

    public <T> MutableHttpResponse<T> give(MutableHttpResponse<T> response, String id) {
        return response.cookie(cookie(id));
    }

    public <T> MutableHttpResponse<T> take(MutableHttpResponse<T> response) {
        return response.cookie(cookie("").maxAge(0));
    }

    /** Without an age: the browser forgets it when it is closed. */
    private Cookie cookie(String value) {
        return Cookie.of(NAME, value)
                .path("/console")
                .httpOnly(true)
                .secure(secure)
                .sameSite(SameSite.Strict);
    }
}
