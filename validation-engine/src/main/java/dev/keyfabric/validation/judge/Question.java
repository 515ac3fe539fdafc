package dev.keyfabric.validation.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May this credential do this?
 *
 * @param audience the service it is for; null = not said
 * @param scopes all of which the key must grant; empty = none required
 * @param clientIp the caller's address as text; null = not known
 * @param cost what a yes is charged to the key's limits, 0 to {@link #MAX_COST}; 0 = nothing is charged, and no limit asked
 * @param explain whether the verdict is to say why, where the service's policy lets it
 */
public record Question(
        Credential credential,
        @Nullable String audience,
        List<String> scopes,
        @Nullable String clientIp,
        int cost,
        boolean explain) {
    public static final int MAX_COST = 1000;
    public static final int USUAL_COST = 1;

    /**
     * A question.
     *
     * @throws IllegalArgumentException when the cost is out of range
     */
    public Question {
        scopes = List.copyOf(scopes);
        if (cost < 0 || cost > MAX_COST) {
            throw new IllegalArgumentException("a cost out of range");
        }
    }

    /** A question at the usual cost that asks for no explanation. */
    public Question(Credential credential, @Nullable String audience, List<String> scopes, @Nullable String clientIp) {
        this(credential, audience, scopes, clientIp, USUAL_COST, false);
    }
}
