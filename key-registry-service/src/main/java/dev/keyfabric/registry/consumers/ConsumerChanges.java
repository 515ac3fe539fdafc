package dev.keyfabric.registry.consumers;

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
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;

/** Takes over HTTP what registers and changes consumers. */
@Controller("/v1/consumers")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ConsumerChanges {
    private final Askers askers;
    private final ChangeConsumers consumers;

    ConsumerChanges(Askers askers, ChangeConsumers consumers) {
        this.askers = askers;
        this.consumers = consumers;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> register(HttpRequest<byte[]> request, Authentication who) {
        Query.none(request);
        return consumers.register(askers.of(request, who), who, Bodies.required(request));
    }

    @Patch("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    CompletionStage<HttpResponse<ObjectNode>> update(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return consumers.update(askers.of(request, who), who, id, Bodies.required(request));
    }

    @Delete("/{id}")
    CompletionStage<HttpResponse<ObjectNode>> delete(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return consumers.delete(askers.of(request, who), who, id, Bodies.empty(request));
    }

    @Post("/{id}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> suspend(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return consumers.suspend(askers.of(request, who), who, id, Bodies.empty(request));
    }

    @Post("/{id}/reinstate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> reinstate(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return consumers.reinstate(askers.of(request, who), who, id, Bodies.empty(request));
    }
}
