package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.judge.Scopes;
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
 * What a proxy requires of a caller, said in the query of {@code /v1/authorize} by the proxy's configuration.
 *
 * @param audience null = the node's own service
 * @param token whether a 200 brings a Txn-Token
 * @param nginx whether only 200, 401 and 403 may be answered
 */
record Policy(@Nullable String audience, List<String> scopes, TokenWish token, boolean nginx) {
    private static final Set<String> KNOWN = Set.of("audience", "scope", "token", "profile");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern BETWEEN_SCOPES = Pattern.compile("[ ,]");

    /**
     * The policy of a query, or empty when it is none: a parameter that is unknown, doubled, without a value or out of
     * its range. A policy in doubt must not be weaker than what was meant.
     */
    static Optional<Policy> parse(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? null : decode(pair.substring(equals + 1));
                if (!KNOWN.contains(name) || value == null || parameters.put(name, value) != null) {
                    return Optional.empty();
                }
            }
        }
        String audience = parameters.get("audience");
        List<String> scopes = parameters.containsKey("scope")
                ? List.of(BETWEEN_SCOPES.split(parameters.get("scope"), -1))
                : List.of();
        TokenWish token = TokenWish.of(parameters.get("token"));
        String profile = parameters.get("profile");
        boolean good = (audience == null || ID.matcher(audience).matches())
                && scopes.size() <= Scopes.MAX
                && scopes.stream().allMatch(Scopes::isScope)
                && (profile == null || profile.equals("nginx"));
        return good && token != null
                ? Optional.of(new Policy(audience, scopes, token, profile != null))
                : Optional.empty();
    }

    private static @Nullable String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
