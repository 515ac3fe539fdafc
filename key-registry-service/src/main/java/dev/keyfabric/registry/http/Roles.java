package dev.keyfabric.registry.http;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.security.authentication.Authentication;
import java.util.Arrays;
import java.util.List;

/**
 * What those who ask may do. A token without one of these may do nothing.
 */
public final class Roles {
    /** Everything. */
    public static final String ADMIN = "admin";

    /** Reading. */
    public static final String AUDITOR = "auditor";

    /** Keys of the consumers, and for the services, that the token names. */
    public static final String ISSUER = "issuer";

    /** All there are. */
    public static final List<String> ALL = List.of(ADMIN, ISSUER, AUDITOR);

    private Roles() {}

    /**
     * Ends the request of somebody who has none of these roles.
     *
     * @throws ProblemException 403
     */
    public static void require(Authentication who, String... roles) {
        if (!hasAny(who, roles)) {
            throw new ProblemException(Problem.of(403, "FORBIDDEN", "your roles do not allow this"));
        }
    }

    public static boolean hasAny(Authentication who, String... roles) {
        return Arrays.stream(roles).anyMatch(who.getRoles()::contains);
    }
}
