package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.decide.CommandRules;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.RevocationReason;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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

/** Changes keys that are there: what they may, and whether they may anything. {@link KeyIssuing} makes new secrets. */
@Controller("/v1/keys/{id}")
@Secured({Roles.ADMIN, Roles.ISSUER})
@ExecuteOn(TaskExecutors.BLOCKING)
final class KeyChanges {
    private final Askers askers;
    private final Mutations mutations;
    private final IssuerRights rights;

    KeyChanges(Askers askers, Mutations mutations, IssuerRights rights) {
        this.askers = askers;
        this.mutations = mutations;
        this.rights = rights;
    }

    @Patch
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    CompletionStage<HttpResponse<ObjectNode>> update(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        JsonBody body = Bodies.required(request);
        Members members = body.members();
        KeyDraft draft = KeyDraft.newBuilder(KeyDrafts.read(members))
                .setClears(members.cleared(CommandRules.CLEARABLE_OF_KEY))
                .build();
        members.end();
        Command.Builder wish = wish(CommandType.UPDATE_KEY, id).setKey(KeyDrafts.saysNothing(draft) ? null : draft);
        return run(request, who, wish, body);
    }

    @Post("/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> suspend(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return run(request, who, wish(CommandType.SUSPEND_KEY, id), Bodies.empty(request));
    }

    @Post("/reinstate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> reinstate(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        return run(request, who, wish(CommandType.REINSTATE_KEY, id), Bodies.empty(request));
    }

    @Post("/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> revoke(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        JsonBody body = Bodies.optional(request);
        Members members = body.members();
        RevocationReason reason = members.choice("reason", RevocationReason.class);
        Command.Builder wish = wish(CommandType.REVOKE_KEY, id)
                .setRevocationReason(reason == null ? RevocationReason.OTHER : reason)
                .setComment(members.text("comment"));
        members.end();
        return run(request, who, wish, body);
    }

    private CompletionStage<HttpResponse<ObjectNode>> run(
            HttpRequest<byte[]> request, Authentication who, Command.Builder wish, JsonBody body) {
        rights.checkChange(who, wish.getSubject(), wish.getKey());
        Asker asker = askers.of(request, who);
        return mutations.run(asker, wish, body, HttpStatus.OK, (done, subject) -> KeyJson.of(subject));
    }

    /** A command about a key that is known by its id alone; what is no key id cannot be a key's. */
    static Command.Builder wish(CommandType type, String id) {
        KeyId keyId = KeyId.parse(id).orElseThrow(() -> new ProblemException(Problem.notFound("there is no such key")));
        return Command.newBuilder().setType(type).setSubject(keyId.text()).setRouting(keyId.text());
    }
}
