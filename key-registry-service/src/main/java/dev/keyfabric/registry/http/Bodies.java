package dev.keyfabric.registry.http;

import dev.keyfabric.registry.body.Body;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Takes the body of a request. The server has refused other content types and what is too long. */
public final class Bodies {
    private static final byte[] NONE = {};

    private Bodies() {}

    public static Body required(HttpRequest<?> request, byte @Nullable [] bytes) {
        return Body.parse(typed(request, bytes));
    }

    public static Body optional(HttpRequest<?> request, byte @Nullable [] bytes) {
        return Body.parseOptional(typed(request, bytes));
    }

    /** The body of a request that has nothing to say but its path. */
    public static Body empty(HttpRequest<?> request, byte @Nullable [] bytes) {
        Body body = optional(request, bytes);
        body.members().end();
        return body;
    }

    private static byte[] typed(HttpRequest<?> request, byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return NONE;
        }
        if (request.getContentType().isEmpty()) {
            throw new ProblemException(Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "send the body as application/json"));
        }
        return bytes;
    }
}
