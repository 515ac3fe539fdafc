package dev.keyfabric.registry.openapi;

import dev.keyfabric.registry.http.Query;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Shows docs/openapi.yml to whoever asks: it holds nothing of any fabric. */
@Controller("/openapi.yml")
@Secured(SecurityRule.IS_ANONYMOUS)
final class OpenApiController {
    private static final String TEXT = text();

    @Get(produces = "application/yaml")
    String show(HttpRequest<?> request) {
        Query.none(request);
        return TEXT;
    }

    private static String text() {
        try (InputStream in = OpenApiController.class.getResourceAsStream("openapi.yml")) {
            return new String(Objects.requireNonNull(in, "openapi.yml").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
