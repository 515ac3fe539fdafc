package dev.keyfabric.registry.problem;

import dev.keyfabric.registry.body.MalformedBodyException;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import io.netty.handler.codec.compression.DecompressionException;
import jakarta.inject.Singleton;

/** The exceptions that end a request on purpose, each with the answer it stands for. */
final class ProblemHandlers {
    private ProblemHandlers() {}

    @Singleton
    static final class OfProblem implements ExceptionHandler<ProblemException, HttpResponse<String>> {
        private final ProblemAnswers answers;

        OfProblem(ProblemAnswers answers) {
            this.answers = answers;
        }

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<String> handle(HttpRequest request, ProblemException exception) {
            return answers.of(request, exception.problem());
        }
    }

    @Singleton
    static final class OfBody implements ExceptionHandler<MalformedBodyException, HttpResponse<String>> {
        private final ProblemAnswers answers;

        OfBody(ProblemAnswers answers) {
            this.answers = answers;
        }

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<String> handle(HttpRequest request, MalformedBodyException exception) {
            return answers.of(request, Problem.malformed(String.valueOf(exception.getMessage())));
        }
    }

    /** A body that is not in the form its Content-Encoding says. */
    @Singleton
    static final class OfEncoding implements ExceptionHandler<DecompressionException, HttpResponse<String>> {
        private final ProblemAnswers answers;

        OfEncoding(ProblemAnswers answers) {
            this.answers = answers;
        }

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<String> handle(HttpRequest request, DecompressionException exception) {
            return answers.of(request, Problem.malformed("the body is not in the form that Content-Encoding says"));
        }
    }

    /** Who asks is not known (401), or known and not allowed (403). */
    @Singleton
    @Replaces(DefaultAuthorizationExceptionHandler.class)
    static final class OfAuthorization
            implements ExceptionHandler<AuthorizationException, MutableHttpResponse<String>> {
        private final ProblemAnswers answers;

        OfAuthorization(ProblemAnswers answers) {
            this.answers = answers;
        }

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public MutableHttpResponse<String> handle(HttpRequest request, AuthorizationException exception) {
            if (exception.isForbidden()) {
                return answers.of(request, Problem.of(403, "FORBIDDEN", "your roles do not allow this"));
            }
            return answers.of(
                            request, Problem.of(401, "UNAUTHENTICATED", "send a valid token: Authorization: Bearer …"))
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"keyfabric\"");
        }
    }
}
