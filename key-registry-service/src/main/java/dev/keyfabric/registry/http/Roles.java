package dev.keyfabric.registry.http;

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
}
