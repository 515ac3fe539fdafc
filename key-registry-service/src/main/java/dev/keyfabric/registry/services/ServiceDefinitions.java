package dev.keyfabric.registry.services;

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
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;

/** Takes definitions of services over HTTP. */
@Controller("/v1/services/{id}")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServiceDefinitions {
    private final Askers askers;
    private final DefineServices services;

    ServiceDefinitions(Askers askers, DefineServices services) {
        this.askers = askers;
        this.services = services;
    }

    @Put
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> define(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return services.define(askers.of(request, who), who, id, Bodies.required(request));
    }
}
