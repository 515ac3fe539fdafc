package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.schemas.event.SigningKeyStatus;
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

/** Takes over HTTP what leads signing keys through their life. */
@Controller("/v1/signing-keys/{kid}")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SigningKeyChanges {
    private final Askers askers;
    private final AdvanceSigningKeys keys;

    SigningKeyChanges(Askers askers, AdvanceSigningKeys keys) {
        this.askers = askers;
        this.keys = keys;
    }

    @Post("/activate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> activate(HttpRequest<byte[]> request, Authentication who, String kid) {
        return advance(request, who, kid, SigningKeyStatus.ACTIVE);
    }

    @Post("/retire")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> retire(HttpRequest<byte[]> request, Authentication who, String kid) {
        return advance(request, who, kid, SigningKeyStatus.RETIRED);
    }

    @Post("/taint")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> taint(HttpRequest<byte[]> request, Authentication who, String kid) {
        return advance(request, who, kid, SigningKeyStatus.TAINTED);
    }

    @Post("/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> revoke(HttpRequest<byte[]> request, Authentication who, String kid) {
        return advance(request, who, kid, SigningKeyStatus.REVOKED);
    }

    private CompletionStage<HttpResponse<ObjectNode>> advance(
            HttpRequest<byte[]> request, Authentication who, String kid, SigningKeyStatus to) {
        Query.none(request);
        return keys.advance(askers.of(request, who), who, kid, to, Bodies.optional(request));
    }
}
