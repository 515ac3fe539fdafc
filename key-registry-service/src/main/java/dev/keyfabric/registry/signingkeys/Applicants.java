package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.registry.http.Roles;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who asks to enrol a key, by the one {@code Authorization} header of the request. */
final class Applicants {
    private static final String BEARER = "Bearer ";

    private final EnrolmentKeys keys;

    Applicants(EnrolmentKeys keys) {
        this.keys = keys;
    }

    /**
     * Who asks, or empty when nobody is known by what the request shows.
     *
     * @param who whom the request's token names, or null when it has none that is good
     * @throws AuthorizationException when it is known who asks, and they may not
     */
    Optional<Applicant> of(HttpRequest<?> request, @Nullable Authentication who) {
        List<String> given = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        if (given.size() != 1) {
            return Optional.empty();
        }
        if (who != null) {
            if (!who.getRoles().contains(Roles.ADMIN)) {
                throw new AuthorizationException(who);
            }
            return Optional.of(new Applicant.Person(
                    who.getName(),
                    Roles.ALL.stream().filter(who.getRoles()::contains).toList()));
        }
        String header = given.get(0);
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? keys.find(header.substring(BEARER.length()).strip()).map(Applicant.Holder::new)
                : Optional.empty();
    }
}
