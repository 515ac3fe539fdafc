package dev.keyfabric.validator.validate;

import dev.keyfabric.validator.problem.FieldFault;
import dev.keyfabric.validator.problem.ProblemJson;
import dev.keyfabric.validator.reply.Reply;
import io.micronaut.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers to questions as HTTP: 200 where something was judged, 503 where this node may not judge, 400 otherwise. */
final class ValidateAnswers {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private ValidateAnswers() {}

    static Reply of(byte[] body, boolean judged) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Cache-Control", "no-store");
        if (!judged) {
            headers.put("Retry-After", "1");
        }
        return new Reply(judged ? OK : UNAVAILABLE, headers, body);
    }

    static Reply malformed(List<FieldFault> faults) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        return new Reply(
                status.getCode(),
                Map.of("Content-Type", ProblemJson.CONTENT_TYPE),
                ProblemJson.bytes(status, "MALFORMED", "The request is no question.", faults));
    }

    /**
     * The fault of a token that was asked for and cannot be made.
     *
     * @param at the JSON pointer of the question
     */
    static FieldFault notBound(String at) {
        return new FieldFault(
                at + "/audience", "NOT_BOUND", "Must be a service that this node's signing key may name in a token.");
    }
}
