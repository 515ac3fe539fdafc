package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Leads signing keys through their life: prepared, active, retired; tainted, revoked. */
@Controller("/v1/signing-keys/{kid}")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SigningKeyChanges {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Askers askers;
    private final Mutations mutations;

    SigningKeyChanges(Askers askers, Mutations mutations) {
        this.askers = askers;
        this.mutations = mutations;
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
        if (!KID.matcher(kid).matches()) {
            throw new ProblemException(Problem.notFound("there is no such signing key"));
        }
        JsonBody body = Bodies.optional(request);
        Members members = body.members();
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.ADVANCE_SIGNING_KEY)
                .setSubject(kid)
                .setRouting(kid)
                .setSigningKeyStatus(to)
                .setComment(members.text("comment"))
                .setTaintedAt(to == SigningKeyStatus.TAINTED ? members.instant("taintedAt") : null);
        members.end();
        return mutations.run(
                askers.of(request, who), wish, body, HttpStatus.OK, (done, subject) -> SigningKeyJson.of(subject));
    }
}
