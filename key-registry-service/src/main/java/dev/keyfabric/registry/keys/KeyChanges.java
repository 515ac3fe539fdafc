package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Askers;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;

/** Takes changes of keys that are there over HTTP; {@link KeyIssuing} those that make new secrets. */
@Controller("/v1/keys/{id}")
@Secured({Roles.ADMIN, Roles.ISSUER})
@ExecuteOn(TaskExecutors.BLOCKING)
final class KeyChanges {
    private final Askers askers;
    private final ChangeKeys keys;

    KeyChanges(Askers askers, ChangeKeys keys) {
        this.askers = askers;
        this.keys = keys;
    }

    @Patch
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    CompletionStage<HttpResponse<ObjectNode>> update(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return keys.update(askers.of(request, who), who, id, Bodies.required(request));
    }

    @Post("/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> suspend(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return keys.suspend(askers.of(request, who), who, id, Bodies.empty(request));
    }

    @Post("/reinstate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> reinstate(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return keys.reinstate(askers.of(request, who), who, id, Bodies.empty(request));
    }

    @Post("/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> revoke(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return keys.revoke(askers.of(request, who), who, id, Bodies.optional(request));
    }
}
