package dev.keyfabric.validation.policy;

import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validation.view.RouteRule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy requires of a caller, said by the proxy's configuration: in the query of {@code /v1/authorize}, in the
 * context extensions of a Check, or by the name of a route.
 *
 * @param audience null = the node's own service
 * @param token whether a 200 brings a Txn-Token
 * @param nginx whether only 200, 401 and 403 may be answered
 */
public record Policy(@Nullable String audience, List<String> scopes, TokenWish token, boolean nginx) {
    private static final Set<String> KNOWN = Set.of("audience", "scope", "token", "profile");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern BETWEEN_SCOPES = Pattern.compile("[ ,]");

    public Policy {
        scopes = List.copyOf(scopes);
    }

    /**
     * The policy of a query, or empty when it is none: a parameter that is unknown, doubled, without a value or out of
     * its range. A policy in doubt must not be weaker than what was meant.
     */
    public static Optional<Policy> parse(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? null : decode(pair.substring(equals + 1));
                if (value == null || parameters.put(name, value) != null) {
                    return Optional.empty();
                }
            }
        }
        return of(parameters);
    }

    /** The policy of parameters by name, or empty as for {@link #parse}. */
    public static Optional<Policy> of(Map<String, String> parameters) {
        String audience = parameters.get("audience");
        String scope = parameters.get("scope");
        List<String> scopes = scope == null ? List.of() : List.of(BETWEEN_SCOPES.split(scope, -1));
        TokenWish token = TokenWish.of(parameters.get("token"));
        String profile = parameters.get("profile");
        boolean good = KNOWN.containsAll(parameters.keySet())
                && (audience == null || isId(audience))
                && scopes.size() <= Scopes.MAX
                && scopes.stream().allMatch(Scopes::isScope)
                && (profile == null || profile.equals("nginx"));
        return good && token != null
                ? Optional.of(new Policy(audience, scopes, token, profile != null))
                : Optional.empty();
    }

    /** The policy of a service's route; its token comes where this node can make one, or not at all. */
    public static Policy of(RouteRule rule) {
        TokenWish token = rule.token() ? TokenWish.WHERE_POSSIBLE : TokenWish.LEFT_OUT;
        return new Policy(rule.audience(), rule.scopes(), token, false);
    }

    /** Whether a text may be the name of a service or of a route. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static @Nullable String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
