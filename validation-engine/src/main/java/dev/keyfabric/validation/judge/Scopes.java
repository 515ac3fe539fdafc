package dev.keyfabric.validation.judge;

import java.util.List;
import java.util.regex.Pattern;

/** Scopes asked for and scopes granted. A grant may end in {@code *} as its last segment: {@code orders:*}, {@code *}. */
public final class Scopes {
    /** How many a request or a key may name. */
    public static final int MAX = 64;

    private static final Pattern SCOPE = Pattern.compile("[a-z0-9][a-z0-9:_.-]{0,63}");
    private static final String ANY = "*";
    private static final String ANY_SEGMENT = ":*";

    private Scopes() {}

    /** Whether a text is a scope that can be asked for: no {@code *}. */
    public static boolean isScope(String text) {
        return SCOPE.matcher(text).matches();
    }

    /** Whether every scope asked for is granted. */
    public static boolean cover(List<String> grants, List<String> required) {
        for (String scope : required) {
            if (!covered(grants, scope)) {
                return false;
            }
        }
        return true;
    }

    private static boolean covered(List<String> grants, String scope) {
        for (String grant : grants) {
            if (covers(grant, scope)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String grant, String scope) {
        if (grant.equals(ANY)) {
            return true;
        }
        if (!grant.endsWith(ANY_SEGMENT)) {
            return grant.equals(scope);
        }
        int head = grant.length() - 1;
        return scope.length() > head && scope.startsWith(grant.substring(0, head));
    }
}
