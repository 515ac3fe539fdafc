package dev.keyfabric.validator.rebuild;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.util.List;

/**
 * Fills the view anew on an operator's word, and says how far that is. The credential is a bearer token (RFC 6750), see
 * {@link OperatorToken}.
 */
@Controller("/v1/view/rebuild")
final class ViewRebuildController {
    private static final String SCHEME = "Bearer ";

    private final ValidationEngine engine;
    private final OperatorToken token;

    ViewRebuildController(ValidationEngine engine, OperatorToken token) {
        this.engine = engine;
        this.token = token;
    }

    /** 202 whether it begins now or is under way already: either way a view that is filled anew will serve. */
    @Post
    HttpResponse<?> rebuild(HttpRequest<?> request) {
        if (!permitted(request)) {
            return unauthorized();
        }
        engine.rebuild();
        return shown(HttpStatus.ACCEPTED);
    }

    @Get
    HttpResponse<?> status(HttpRequest<?> request) {
        return permitted(request) ? shown(HttpStatus.OK) : unauthorized();
    }

    private boolean permitted(HttpRequest<?> request) {
        List<String> shown = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        return shown.size() == 1
                && shown.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token.is(shown.get(0).substring(SCHEME.length()).strip());
    }

    private HttpResponse<?> shown(HttpStatus status) {
        return HttpResponse.status(status)
                .body(RebuildJson.of(engine.status().rebuild()))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static HttpResponse<?> unauthorized() {
        return ProblemJson.response(
                        HttpStatus.UNAUTHORIZED, "UNAUTHORIZED", "The operator's token is needed: see operator.token.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
}
