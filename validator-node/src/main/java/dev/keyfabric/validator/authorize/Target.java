package dev.keyfabric.validator.authorize;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy's request aims at, as it came: nothing is decoded or resolved.
 *
 * @param query null = none
 * @param whole false where something stands behind a {@code #}: no request target has a fragment (RFC 9112, section
 *     3.2), and what stands there would be a policy unread
 */
public record Target(String path, @Nullable String query, boolean whole) {
    /** The target of a request line that has been read already. */
    static Target of(URI uri) {
        return new Target(uri.getRawPath(), uri.getRawQuery(), uri.getRawFragment() == null);
    }

    /** The target of a request line without a {@code #}. */
    public static Target of(String requestTarget) {
        int query = requestTarget.indexOf('?');
        return query < 0
                ? new Target(requestTarget, null, true)
                : new Target(requestTarget.substring(0, query), requestTarget.substring(query + 1), true);
    }
}
