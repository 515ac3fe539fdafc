package dev.keyfabric.validation.outward;

import dev.keyfabric.validation.limits.LimitStanding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that tell a caller how limits stand: {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10; lists of RFC 9651), {@code X-RateLimit-Remaining}, and on a refusal {@code
 * Retry-After} in seconds (RFC 9110, section 10.2.3).
 */
public final class RateLimitFields {
    public static final String REMAINING = "X-RateLimit-Remaining";
    private static final String NO_LIMIT = "-";

    private RateLimitFields() {}

    /** By name, each once. Without limits there is the remainder alone, which then is {@code -}. */
    public static Map<String, String> of(@Nullable LimitStanding standing) {
        if (standing == null) {
            return Map.of(REMAINING, NO_LIMIT);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(REMAINING, Long.toString(standing.remaining(standing.tightest())));
        fields.put("RateLimit-Policy", policy(standing));
        fields.put("RateLimit", state(standing));
        if (standing.refusal() != null) {
            fields.put("Retry-After", Long.toString(standing.retryAfterSeconds()));
        }
        return fields;
    }

    /** What is allowed: {@code "burst";q=20;w=1, "sustained";q=1000;w=60}. */
    static String policy(LimitStanding standing) {
        StringBuilder text = new StringBuilder(64);
        for (int i = 0; i < standing.size(); i++) {
            item(standing, i, text)
                    .append(";q=")
                    .append(standing.limit(i).quota())
                    .append(";w=")
                    .append(standing.windowSeconds(i));
        }
        return text.toString();
    }

    /** What is left: {@code "burst";r=19;t=1, "sustained";r=12;t=59}. */
    static String state(LimitStanding standing) {
        StringBuilder text = new StringBuilder(64);
        for (int i = 0; i < standing.size(); i++) {
            item(standing, i, text)
                    .append(";r=")
                    .append(standing.remaining(i))
                    .append(";t=")
                    .append(standing.resetSeconds(i));
        }
        return text.toString();
    }

    /** The next member: a string, which needs no escape, since a limit's name holds nothing that would. */
    private static StringBuilder item(LimitStanding standing, int i, StringBuilder text) {
        return text.append(i == 0 ? "" : ", ")
                .append('"')
                .append(standing.limit(i).name())
                .append('"');
    }
}
