package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.context.trust.JwkSet;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.readmodel.SigningKeys;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The JWK set of all enrolled keys, whatever their state: their states are for everybody to see. */
@Controller("/.well-known/jwks.json")
@Secured(SecurityRule.IS_ANONYMOUS)
final class PublishedKeys {
    private final Reads reads;
    private final SigningKeys keys;

    PublishedKeys(Reads reads, SigningKeys keys) {
        this.reads = reads;
        this.keys = keys;
    }

    @Get(produces = MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<String>> show(HttpRequest<?> request) {
        Query query = new Query(request, Set.of(Query.POSITION));
        return reads.read(
                query, () -> HttpResponse.ok(JwkSet.print(keys.all())).header(HttpHeaders.CACHE_CONTROL, "no-cache"));
    }
}
