package dev.keyfabric.validator.trust;

import dev.keyfabric.context.trust.JwkSet;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.validation.Identity;
import dev.keyfabric.validation.ValidationEngine;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** Hands out every enrolled signing key, of whatever use and state, as a JWK set (RFC 7517). Open: nothing is secret. */
@Controller("/.well-known/jwks.json")
final class JwksController {
    private final Identity identity;
    private final Published<TrustedKey> set;

    JwksController(ValidationEngine engine) {
        this.identity = engine.identity();
        this.set = new Published<>(identity, JwkSet::print);
    }

    @Get
    HttpResponse<?> keys(HttpRequest<?> request) {
        return set.answer(request, identity.allKeys());
    }
}
