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
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;

/** Takes over HTTP what makes new secrets: issues and rotations. */
@Controller("/v1/keys")
@Secured({Roles.ADMIN, Roles.ISSUER})
@ExecuteOn(TaskExecutors.BLOCKING)
final class KeyIssuing {
    private final Askers askers;
    private final MakeSecrets secrets;

    KeyIssuing(Askers askers, MakeSecrets secrets) {
        this.askers = askers;
        this.secrets = secrets;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> issue(HttpRequest<byte[]> request, Authentication who) {
        Query.none(request);
        return secrets.issue(askers.of(request, who), who, Bodies.required(request));
    }

    @Post("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> rotate(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return secrets.rotate(askers.of(request, who), who, id, Bodies.optional(request));
    }
}
