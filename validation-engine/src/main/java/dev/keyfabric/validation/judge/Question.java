package dev.keyfabric.validation.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May this credential do this?
 *
 * @param audience the service it is for; null = not said
 * @param scopes all of which the key must grant; empty = none required
 * @param clientIp the caller's address as text; null = not known
 */
public record Question(
        Credential credential,
        @Nullable String audience,
        List<String> scopes,
        @Nullable String clientIp) {
    public Question {
        scopes = List.copyOf(scopes);
    }
}
