package dev.keyfabric.registry.console.keys;

import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The page of one key. */
@Controller("/console/keys/{id}")
@Secured({Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER})
final class KeyPage {
    private final Pages pages;
    private final Reads reads;
    private final KeyLook keys;

    KeyPage(Pages pages, Reads reads, KeyLook keys) {
        this.pages = pages;
        this.reads = reads;
        this.keys = keys;
    }

    @Get
    CompletionStage<MutableHttpResponse<String>> show(HttpRequest<?> request, Authentication who, String id) {
        Asked asked = new Asked(request);
        return reads.read(
                () -> pages.ok(request, "key.jte", "Key", "keys", keys.at(id, who, asked, UnaryOperator.identity())));
    }
}
