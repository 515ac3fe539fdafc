package dev.keyfabric.registry.console.page;

import dev.keyfabric.registry.console.session.Session;
import dev.keyfabric.registry.console.session.SessionCookie;
import dev.keyfabric.registry.http.Roles;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import java.util.Optional;
import java.util.Set;

/**
 * Who looks at a page. What they may not do they are not offered; what is sent all the same is refused where it is done.
 *
 * @param csrf of the session, for forms
 */
public record Viewer(String name, Set<String> roles, String csrf) {

    /** Of a request; empty when nobody is logged in. */
    public static Optional<Viewer> of(HttpRequest<?> request) {
        Optional<Session> session = SessionCookie.session(request);
        return session.flatMap(s -> request.getUserPrincipal(Authentication.class)
                .map(who -> new Viewer(who.getName(), Set.copyOf(who.getRoles()), s.csrf())));
    }

    public boolean isAdmin() {
        return roles.contains(Roles.ADMIN);
    }

    /** Whether everything is shown, and not only the keys an issuer is bound to. */
    public boolean seesAll() {
        return isAdmin() || roles.contains(Roles.AUDITOR);
    }

    /** Whether forms about keys are offered. */
    public boolean changesKeys() {
        return isAdmin() || roles.contains(Roles.ISSUER);
    }

    /** The roles in words. */
    public String role() {
        return isAdmin()
                ? Roles.ADMIN
                : seesAll() ? Roles.AUDITOR : roles.contains(Roles.ISSUER) ? Roles.ISSUER : "no role";
    }

    @Override
    public String toString() {
        return "Viewer[" + name + "]";
    }
}
