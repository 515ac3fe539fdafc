package dev.keyfabric.registry.plans;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Pages;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.SubjectKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Shows plans. */
@Controller("/v1/plans")
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class PlanReads {
    private static final Set<String> PARAMETERS = Pages.parameters(Set.of("name", "q"));

    private final Reads reads;
    private final Lookups lookups;

    PlanReads(Reads reads, Lookups lookups) {
        this.reads = reads;
        this.lookups = lookups;
    }

    /** A page of plans; {@code name} is the beginning of a name, {@code q} words that occur in name or id. */
    @Get
    CompletionStage<HttpResponse<ObjectNode>> list(HttpRequest<?> request) {
        Query query = new Query(request, PARAMETERS);
        Listing listing = Pages.listing(SubjectKind.PLAN, query)
                .namePrefix(query.text("name"))
                .containing(query.text("q"));
        return reads.read(query, () -> Answers.ok(Pages.json(lookups.page(listing), PlanJson::of)));
    }

    @Get("/{id}")
    CompletionStage<HttpResponse<ObjectNode>> show(HttpRequest<?> request, String id) {
        Query query = new Query(request, Set.of(Query.POSITION));
        return reads.read(
                query, () -> Answers.one(lookups.subject(SubjectKind.PLAN, id), PlanJson::of, "there is no such plan"));
    }
}
