package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.policy.Policy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request's target demands. A proxy's configuration holds a handful of queries and sends them again and again:
 * the first few hundred are read once.
 */
@Singleton
final class Policies {
    private static final String BY_ROUTE = AuthorizeDesk.PATH + "/r/";
    private static final int MOST = 256;
    private static final int LONGEST = 1024;

    private final Routes routes;
    private final Map<String, Optional<Policy>> read = new ConcurrentHashMap<>();

    Policies(Routes routes) {
        this.routes = routes;
    }

    static boolean isByRoute(Target target) {
        return target.path().startsWith(BY_ROUTE);
    }

    /** The policy of a target; null when it is in doubt. */
    @Nullable
    Policy of(Target target) {
        if (!target.whole()) {
            return null;
        }
        if (target.path().equals(AuthorizeDesk.PATH)) {
            return ofQuery(target.query()).orElse(null);
        }
        return isByRoute(target) ? routes.policy(route(target.path())) : null;
    }

    private Optional<Policy> ofQuery(@Nullable String query) {
        if (query == null || query.length() > LONGEST) {
            return Policy.parse(query);
        }
        Optional<Policy> known = read.get(query);
        if (known == null) {
            known = Policy.parse(query);
            if (read.size() < MOST) {
                read.put(query, known);
            }
        }
        return known;
    }

    /** The first segment: what follows it is the caller's own path, which must choose nothing. */
    private static String route(String path) {
        int end = path.indexOf('/', BY_ROUTE.length());
        return path.substring(BY_ROUTE.length(), end < 0 ? path.length() : end);
    }
}
