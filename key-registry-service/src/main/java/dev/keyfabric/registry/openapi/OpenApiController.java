package dev.keyfabric.registry.openapi;

import dev.keyfabric.registry.http.Query;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** Shows the interface to whoever asks: it holds nothing of any fabric. */
@Controller("/openapi.yml")
@Secured(SecurityRule.IS_ANONYMOUS)
final class OpenApiController {
    private static final String TEXT = ApiDocument.text();

    @Get(produces = "application/yaml")
    String show(HttpRequest<?> request) {
        Query.none(request);
        return TEXT;
    }
}
