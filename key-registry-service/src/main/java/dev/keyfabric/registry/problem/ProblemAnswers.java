package dev.keyfabric.registry.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Makes answers of problems: JSON, unless a view has another form for the request. */
@Singleton
final class ProblemAnswers {
    private final List<ProblemView> views;

    ProblemAnswers(List<ProblemView> views) {
        this.views = views;
    }

    MutableHttpResponse<String> of(HttpRequest<?> request, Problem problem) {
        return views.stream()
                .map(view -> view.of(request, problem))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(problem::toResponse);
    }
}
