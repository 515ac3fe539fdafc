package dev.keyfabric.validator.validate;

import dev.keyfabric.validator.problem.FieldFault;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** Answers to questions as HTTP: 200 where something was judged, 503 where this node may not judge, 400 otherwise. */
final class ValidateAnswers {
    private ValidateAnswers() {}

    static MutableHttpResponse<byte[]> of(byte[] body, boolean judged) {
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(
                        judged ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(body)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return judged ? response : response.header(HttpHeaders.RETRY_AFTER, "1");
    }

    static MutableHttpResponse<byte[]> malformed(List<FieldFault> faults) {
        return ProblemJson.response(
                HttpStatus.BAD_REQUEST,
                ProblemJson.bytes(HttpStatus.BAD_REQUEST, "MALFORMED", "The request is no question.", faults));
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
