package dev.keyfabric.registry.console.page;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemView;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.uri.UriBuilder;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** Problems of the console's paths, told to people: who is not logged in is led to the login, and from there to where they were. */
@Singleton
public final class ProblemPage implements ProblemView {
    private final Provider<Pages> pages;

    ProblemPage(Provider<Pages> pages) {
        this.pages = pages;
    }

    /** A problem as its page shows it. */
    public record View(int status, String title, String detail, String code) {}

    @Override
    public Optional<MutableHttpResponse<String>> of(HttpRequest<?> request, Problem problem) {
        String path = request.getPath();
        if (!path.equals("/console") && !path.startsWith("/console/")) {
            return Optional.empty();
        }
        if (problem.status() == 401) {
            return Optional.of(toLogin(request));
        }
        MutableHttpResponse<String> response = pages.get()
                .answer(
                        problem.status(),
                        request,
                        "problem.jte",
                        problem.title(),
                        "",
                        new View(problem.status(), problem.title(), problem.detail(), problem.code()));
        response.setAttribute(Problem.CODE, problem.code());
        if (problem.retryAfter() != null) {
            response.header(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(Math.max(1, problem.retryAfter().toSeconds())));
        }
        return Optional.of(response);
    }

    /** After a form the way back is to the page that it stood on. */
    private static MutableHttpResponse<String> toLogin(HttpRequest<?> request) {
        String at = request.getMethod() == HttpMethod.GET
                ? Places.of(request.getUri())
                : Optional.ofNullable(request.getHeaders().get(HttpHeaders.REFERER))
                        .flatMap(Places::ofReferer)
                        .orElse(Places.HOME);
        URI login = UriBuilder.of("/console/login").queryParam("next", at).build();
        return HttpResponse.seeOther(login);
    }
}
