package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Pages;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.issuer.IssuerRights;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Shows keys. */
@Controller("/v1/keys")
@Secured({Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER})
final class KeyReads {
    private static final List<String> STATUSES = List.of("ACTIVE", "SUSPENDED", "REVOKED", Subject.UNREADABLE);
    private static final List<String> ENVIRONMENTS = List.of("LIVE", "TEST");
    private static final List<String> ENROLS = List.of("TXN", "STAMP");
    private static final Set<String> PARAMETERS =
            Pages.parameters(Set.of("consumerId", "status", "environment", "scope", "enrols", "name", "q"));

    private final Reads reads;
    private final Lookups lookups;
    private final IssuerRights rights;

    KeyReads(Reads reads, Lookups lookups, IssuerRights rights) {
        this.reads = reads;
        this.lookups = lookups;
        this.rights = rights;
    }

    /**
     * A page of keys; {@code name} is the beginning of a name, {@code q} words that occur in the key id, the name, the
     * consumer id, the prefix or the last four characters.
     */
    @Get
    CompletionStage<HttpResponse<ObjectNode>> list(HttpRequest<?> request, Authentication who) {
        Query query = new Query(request, PARAMETERS);
        rights.checkList(who, query.text("consumerId"));
        Listing listing = Pages.listing(SubjectKind.KEY, query)
                .belongsTo(query.text("consumerId"))
                .status(query.word("status", STATUSES))
                .environment(query.word("environment", ENVIRONMENTS))
                .scope(query.text("scope"))
                .use(query.word("enrols", ENROLS))
                .namePrefix(query.text("name"))
                .containing(query.text("q"));
        Listing shown = rights.seesAll(who) ? listing : listing.ordinary();
        return reads.read(query, () -> Answers.ok(Pages.json(lookups.page(shown), KeyJson::of)));
    }

    @Get("/{id}")
    CompletionStage<HttpResponse<ObjectNode>> show(HttpRequest<?> request, Authentication who, String id) {
        Query query = new Query(request, Set.of(Query.POSITION));
        return reads.read(
                query,
                () -> Answers.one(
                        lookups.subject(SubjectKind.KEY, id).filter(key -> rights.mayRead(who, key)),
                        KeyJson::of,
                        "there is no such key"));
    }
}
