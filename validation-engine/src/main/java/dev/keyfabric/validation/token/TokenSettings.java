package dev.keyfabric.validation.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a node makes tokens.
 *
 * @param trustDomain {@code iss} and {@code aud} of every Txn-Token
 * @param service the audience of requests that name none; null = none
 * @param reuse for how long a token is handed to like requests again; zero = every request has its own
 */
public record TokenSettings(String trustDomain, @Nullable String service, Duration reuse) {
    public static final String TRUST_DOMAIN = "keyfabric";

    /** Much shorter than a token lives, so that what is handed on is never about to end. */
    public static final Duration LONGEST_REUSE = Duration.ofMinutes(2);

    public TokenSettings {
        if (reuse.isNegative() || reuse.compareTo(LONGEST_REUSE) > 0) {
            throw new IllegalArgumentException("a token is used again for 0 to " + LONGEST_REUSE);
        }
    }
}
