package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Pages;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Shows signing keys. */
@Controller("/v1/signing-keys")
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class SigningKeyReads {
    private static final List<String> STATUSES =
            List.of("PREPARED", "ACTIVE", "RETIRED", "TAINTED", "REVOKED", Subject.UNREADABLE);
    private static final List<String> USES = List.of("TXN", "STAMP", "REGISTRY", "ADMIN");
    private static final Set<String> PARAMETERS = Pages.parameters(Set.of("owner", "use", "status", "q"));

    private final Reads reads;
    private final Lookups lookups;

    SigningKeyReads(Reads reads, Lookups lookups) {
        this.reads = reads;
        this.lookups = lookups;
    }

    /** A page of signing keys, by {@code sort=name} in the order of their owners; {@code q} looks in kid and owner. */
    @Get
    CompletionStage<HttpResponse<ObjectNode>> list(HttpRequest<?> request) {
        Query query = new Query(request, PARAMETERS);
        Listing listing = Pages.listing(SubjectKind.SIGNING_KEY, query)
                .belongsTo(query.text("owner"))
                .use(query.word("use", USES))
                .status(query.word("status", STATUSES))
                .containing(query.text("q"));
        return reads.read(query, () -> Answers.ok(Pages.json(lookups.page(listing), SigningKeyJson::of)));
    }

    @Get("/{kid}")
    CompletionStage<HttpResponse<ObjectNode>> show(HttpRequest<?> request, String kid) {
        Query query = new Query(request, Set.of(Query.POSITION));
        return reads.read(
                query,
                () -> Answers.one(
                        lookups.subject(SubjectKind.SIGNING_KEY, kid),
                        SigningKeyJson::of,
                        "there is no such signing key"));
    }
}
