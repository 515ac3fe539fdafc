package dev.keyfabric.context.token;

import org.jspecify.annotations.Nullable;

/**
 * A service that acts with a token that was issued for another: {@code act} (RFC 8693 section 4.1). The outermost is who
 * acts now; the earlier ones are history and decide nothing.
 *
 * @param service the id of the service, in the claim as {@code service:<id>}
 * @param earlier who acted before; null for nobody
 */
public record Actor(String service, @Nullable Actor earlier) {
    /** A chain of calls longer than this is refused: the claims would nest deeper than a JWS may. */
    private static final int LONGEST = 6;

    public Actor {
        Claims.id("act", service);
        int length = 1;
        for (Actor actor = earlier; actor != null; actor = actor.earlier) {
            length++;
        }
        Claims.require(length <= LONGEST, "act", "");
    }
}
