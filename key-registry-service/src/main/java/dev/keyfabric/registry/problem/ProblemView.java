package dev.keyfabric.registry.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/** Another form than JSON for problems, where who asks is a person. */
public interface ProblemView {
    /** The answer, or empty where this request's problems are told as everybody's. */
    Optional<MutableHttpResponse<String>> of(HttpRequest<?> request, Problem problem);
}
