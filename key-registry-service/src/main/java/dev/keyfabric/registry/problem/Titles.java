package dev.keyfabric.registry.problem;

import io.micronaut.http.HttpStatus;
import java.util.Map;

/** What a status means in general: the reason phrase of RFC 9110, and the code where nothing more is known. */
final class Titles {
    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "MALFORMED"),
            Map.entry(401, "UNAUTHENTICATED"),
            Map.entry(403, "FORBIDDEN"),
            Map.entry(404, "NOT_FOUND"),
            Map.entry(405, "METHOD_NOT_ALLOWED"),
            Map.entry(406, "NOT_ACCEPTABLE"),
            Map.entry(413, "TOO_LARGE"),
            Map.entry(415, "UNSUPPORTED_MEDIA_TYPE"),
            Map.entry(429, "TOO_MANY_REQUESTS"),
            Map.entry(503, "UNAVAILABLE"));

    private Titles() {}

    static String of(int status) {
        return status == 422 ? "Unprocessable Content" : HttpStatus.getDefaultReason(status);
    }

    static String codeOf(int status) {
        return CODES.getOrDefault(status, status < 500 ? "MALFORMED" : "INTERNAL");
    }
}
