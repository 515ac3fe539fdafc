package dev.keyfabric.validator.problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where whatever the HTTP server refuses, or fails at, becomes a problem without any detail of ours. */
@Singleton
final class ProblemProcessor implements ErrorResponseProcessor<byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemProcessor.class);

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = response.status();
        if (status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            context.getRootCause()
                    .ifPresent(e -> LOG.error("http failure={}", e.getClass().getName(), e));
            status = HttpStatus.SERVICE_UNAVAILABLE;
            response.status(status);
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        byte[] body = ProblemJson.bytes(status, code(status), detail(status), List.of());
        boolean withBody = context.getRequest().getMethod() != HttpMethod.HEAD;
        return response.body(withBody ? body : new byte[0]).contentType(new MediaType(ProblemJson.CONTENT_TYPE));
    }

    private static String code(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "MALFORMED";
            case NOT_FOUND -> "NOT_FOUND";
            case REQUEST_ENTITY_TOO_LARGE -> "TOO_LARGE";
            case SERVICE_UNAVAILABLE -> "UNAVAILABLE";
            default -> status.name();
        };
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "The request cannot be understood.";
            case UNAUTHORIZED -> "A valid credential is needed.";
            case NOT_FOUND -> "There is nothing at this path.";
            case METHOD_NOT_ALLOWED -> "This path does not take this method.";
            case NOT_ACCEPTABLE -> "No representation fits the Accept header.";
            case REQUEST_ENTITY_TOO_LARGE -> "The request body is longer than this node takes.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "The Content-Type must be application/json; at /v1/token and /v1/introspect application/x-www-form-urlencoded.";
            case SERVICE_UNAVAILABLE -> "This node cannot answer now.";
            default -> "The request was refused.";
        };
    }
}
