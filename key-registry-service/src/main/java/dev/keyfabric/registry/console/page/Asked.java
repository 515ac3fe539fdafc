package dev.keyfabric.registry.console.page;

import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.security.authentication.Authentication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the address of a page asks for. A form that was left empty asks for nothing; unlike at {@link Query}, what is not known is ignored. */
public final class Asked {
    private final String path;
    private final @Nullable Authentication who;
    private final Map<String, String> values = new LinkedHashMap<>();

    public Asked(HttpRequest<?> request) {
        path = request.getPath();
        who = request.getUserPrincipal(Authentication.class).orElse(null);
        request.getParameters().asMap().forEach((name, given) -> {
            if (!given.isEmpty() && !given.get(0).isBlank()) {
                values.put(name, given.get(0).strip());
            }
        });
    }

    /** Who asks; null before the login. */
    public @Nullable Authentication who() {
        return who;
    }

    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** What stands in the field of the filter. */
    public String field(String name) {
        return values.getOrDefault(name, "");
    }

    public boolean is(String name, String value) {
        return field(name).equalsIgnoreCase(value);
    }

    /** Whether any of these filters is set. */
    public boolean any(List<String> names) {
        return names.stream().anyMatch(values::containsKey);
    }

    /** One of some words in capitals; null when none is asked for. */
    public @Nullable String word(String name, List<String> words) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        String capitals = text.toUpperCase(Locale.ROOT);
        if (!words.contains(capitals)) {
            throw malformed(name);
        }
        return capitals;
    }

    public <T> @Nullable T parsed(String name, Function<String, Optional<T>> parser) {
        String text = values.get(name);
        return text == null ? null : parser.apply(text).orElseThrow(() -> malformed(name));
    }

    /** The address of the same page with another value; null takes one away. */
    public String with(String name, @Nullable String value) {
        UriBuilder builder = UriBuilder.of(path);
        Map<String, String> all = new LinkedHashMap<>(values);
        if (value == null) {
            all.remove(name);
        } else {
            all.put(name, value);
        }
        if (!name.equals("cursor")) {
            all.remove("cursor");
        }
        all.forEach(builder::queryParam);
        return builder.build().toString();
    }

    private static ProblemException malformed(String name) {
        return new ProblemException(Problem.malformed("this page's address has a " + name + " that cannot be read"));
    }
}
