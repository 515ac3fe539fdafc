package dev.keyfabric.registry.http;

import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;

/** Takes the body of a request. The server has refused other content types and what is too long. */
public final class Bodies {
    private static final byte[] NONE = {};

    private Bodies() {}

    public static JsonBody required(HttpRequest<byte[]> request) {
        return JsonBody.parse(typed(request));
    }

    public static JsonBody optional(HttpRequest<byte[]> request) {
        return JsonBody.parseOptional(typed(request));
    }

    /** The body of a request that has nothing to say but its path. */
    public static JsonBody empty(HttpRequest<byte[]> request) {
        JsonBody body = optional(request);
        body.members().end();
        return body;
    }

    private static byte[] typed(HttpRequest<byte[]> request) {
        byte[] bytes = request.getBody().orElse(NONE);
        if (bytes.length == 0) {
            return bytes;
        }
        if (request.getContentType().isEmpty()) {
            throw new ProblemException(Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "send the body as application/json"));
        }
        return bytes;
    }
}
