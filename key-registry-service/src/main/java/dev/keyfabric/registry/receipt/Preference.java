package dev.keyfabric.registry.receipt;

import io.micronaut.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a request prefers to wait for its receipt (RFC 7240). */
public final class Preference {
    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*", Pattern.CASE_INSENSITIVE);

    private Preference() {}

    /** Seconds of {@code Prefer: wait=N}, cut to the longest that is done; null when nothing is preferred. */
    public static @Nullable Integer waitSeconds(HttpRequest<?> request) {
        for (String header : request.getHeaders().getAll("Prefer")) {
            for (String preference : header.split(",", 32)) {
                Matcher wait = WAIT.matcher(preference.split(";", 2)[0]);
                if (wait.matches()) {
                    return Math.min(Integer.parseInt(wait.group(1)), Receipts.LONGEST_WAIT);
                }
            }
        }
        return null;
    }
}
