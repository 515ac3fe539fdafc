package dev.keyfabric.registry.console.session;

import dev.keyfabric.registry.RegistrySettings;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands before every page: finds the session, and refuses what another site sends. */
@ServerFilter({"/console", "/console/**"})
@Order(SessionFilter.BEFORE_SECURITY)
final class SessionFilter {
    static final int BEFORE_SECURITY = -20_000;

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** Of streams: a page that stands open is no use of the session. */
    private static final String STREAM = "/live";

    private final Sessions sessions;
    private final boolean encrypted;
    private final @Nullable String origin;

    SessionFilter(Sessions sessions, RegistrySettings settings) {
        this.sessions = sessions;
        this.encrypted = settings.isEncrypted();
        this.origin = settings.console().origin();
    }

    @RequestFilter
    void enter(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD && !isOurs(request)) {
            throw new ProblemException(Problem.of(403, "FORBIDDEN", "another site's page sent this"));
        }
        Optional<Session> session = SessionCookie.id(request).flatMap(sessions::find);
        session.ifPresent(found -> {
            SessionCookie.remember(request, found);
            if (!request.getPath().endsWith(STREAM)) {
                sessions.use(found);
            }
        });
    }

    /** Every browser says with a POST where it is from; what says nothing is none, or hides it. */
    private boolean isOurs(HttpRequest<?> request) {
        List<String> from = request.getHeaders().getAll(HttpHeaders.ORIGIN);
        String site = request.getHeaders().get(FETCH_SITE);
        String own = origin != null
                ? origin
                : (encrypted ? "https://" : "http://") + request.getHeaders().get(HttpHeaders.HOST);
        return from.size() == 1 && from.get(0).equals(own) && (site == null || site.equals("same-origin"));
    }
}
