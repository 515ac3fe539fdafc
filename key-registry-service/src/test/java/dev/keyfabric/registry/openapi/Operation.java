package dev.keyfabric.registry.openapi;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked over HTTP.
 *
 * @param path with its variables in braces
 * @param roles who may; empty = everybody
 * @param body the {@linkplain Shapes shape} of the request, or null for none
 * @param status of the answer when it is done
 * @param answer its shape, with {@code []} behind it for a page of them; null = not said
 * @param query the parameters of the query
 */
record Operation(
        String method,
        String path,
        String summary,
        List<String> roles,
        @Nullable String body,
        int status,
        @Nullable String answer,
        List<String> query) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    /** Whether it changes something, and takes the headers of a change. */
    boolean isChange() {
        return !method.equals("GET") && path.startsWith("/v1/") && !path.endsWith("/challenge");
    }

    /** What generated clients call it: method and path in camel case. */
    String id() {
        StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
        WORD.matcher(path)
                .results()
                .map(MatchResult::group)
                .filter(word -> !word.equals("v1"))
                .forEach(
                        word -> id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length()));
        return id.toString();
    }
}
