package dev.keyfabric.registry.http;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request: known ones only, each at most once. Anything else ends the request with 400. */
public final class Query {
    /** Taken by every GET: the position the answer must not be older than. */
    public static final String POSITION = "position";

    private final Map<String, String> values = new TreeMap<>();

    public Query(HttpRequest<?> request, Set<String> known) {
        request.getParameters().asMap().forEach((name, given) -> {
            if (!known.contains(name)) {
                throw fault("a query parameter is not known here; known are: " + String.join(", ", known));
            }
            if (given.size() != 1) {
                throw fault("the query parameter " + name + " must stand once");
            }
            values.put(name, given.get(0));
        });
    }

    /** The query of a request that takes none. */
    public static void none(HttpRequest<?> request) {
        if (!request.getParameters().asMap().isEmpty()) {
            throw fault("this request takes no query parameters");
        }
    }

    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** A value made of a text, or null when there is none. */
    public <T> @Nullable T parsed(String name, Function<String, Optional<T>> parser) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        return parser.apply(text).orElseThrow(() -> fault("the query parameter " + name + " is malformed"));
    }

    public int number(String name, int least, int most, int otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw fault("the query parameter " + name + " must be from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** One of some words, whatever its case; given back as it stands in the list. */
    public @Nullable String word(String name, List<String> words) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        return words.stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () -> fault("the query parameter " + name + " must be one of " + String.join(", ", words)));
    }

    private static ProblemException fault(String detail) {
        return new ProblemException(Problem.malformed(detail));
    }
}
