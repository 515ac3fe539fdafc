package dev.keyfabric.registry.http;

import java.util.List;

/**
 * What those who ask may do. A token without one of these may do nothing; {@code issuer} has no rights in this version.
 */
public final class Roles {
    /** Everything. */
    public static final String ADMIN = "admin";

    /** Reading. */
    public static final String AUDITOR = "auditor";

    /** All there are. */
    public static final List<String> ALL = List.of(ADMIN, "issuer", AUDITOR);

    private Roles() {}
}
