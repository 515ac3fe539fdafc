package dev.keyfabric.registry.console.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where in the console somebody is, as a path that is safe to lead them back to: never out of the console. */
public final class Places {
    public static final String HOME = "/console";

    /** No colon, no doubled slash, no backslash: a browser can take it for nothing but a path of this host. */
    private static final Pattern INSIDE =
            Pattern.compile("/console(/[A-Za-z0-9._~-]+)*(\\?[A-Za-z0-9._~%&=+,:@/!-]{0,2000})?");

    private Places() {}

    /** The place that a text names; {@link #HOME} when it is none of the console's. */
    public static String inside(@Nullable String text) {
        if (text == null || text.contains("/.") || text.startsWith("/console/log")) {
            return HOME;
        }
        return INSIDE.matcher(text).matches() ? text : HOME;
    }

    static String of(URI uri) {
        String query = uri.getRawQuery();
        return inside(uri.getRawPath() + (query == null ? "" : "?" + query));
    }

    static Optional<String> ofReferer(String referer) {
        try {
            return Optional.of(of(new URI(referer)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
