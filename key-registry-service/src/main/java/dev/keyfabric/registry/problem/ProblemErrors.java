package dev.keyfabric.registry.problem;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/**
 * The answer to everything the server refuses before or beside our own code: no such path, wrong method, too large,
 * wrong content type, an unforeseen failure. The framework's own messages are not passed on: they repeat what was sent.
 */
@Primary
@Singleton
final class ProblemErrors implements ErrorResponseProcessor<String> {
    private final ProblemAnswers answers;

    ProblemErrors(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> base) {
        int status = base.code();
        Problem problem = Problem.of(status, Titles.codeOf(status), detailOf(status));
        MutableHttpResponse<String> response = answers.of(context.getRequest(), problem);
        base.getHeaders().getFirst(HttpHeaders.ALLOW).ifPresent(allowed -> response.header(HttpHeaders.ALLOW, allowed));
        return response;
    }

    private static String detailOf(int status) {
        return switch (status) {
            case 400 -> "the request cannot be read";
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not take this method";
            case 406 -> "the answer does not exist in a form that Accept allows";
            case 413 -> "the body is longer than 1 MiB, or the request line or the headers are longer than 8 KiB";
            case 415 -> "send the body as application/json";
            default -> status < 500 ? "the request cannot be done" : "an unforeseen failure; it has been logged";
        };
    }
}
