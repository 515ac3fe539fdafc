package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.registry.RegistrySettings;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyState;
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
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes new secrets: issues keys and rotates them. The plaintext is made here, stands in the one answer and is not kept;
 * the command carries only its hash, its prefix and its last four characters.
 */
@Controller("/v1/keys")
@Secured({Roles.ADMIN, Roles.ISSUER})
@ExecuteOn(TaskExecutors.BLOCKING)
final class KeyIssuing {
    private final Askers askers;
    private final Mutations mutations;
    private final Lookups lookups;
    private final IssuerRights rights;
    private final RandomGenerator random;
    private final String family;

    KeyIssuing(
            Askers askers,
            Mutations mutations,
            Lookups lookups,
            IssuerRights rights,
            RandomGenerator random,
            RegistrySettings settings) {
        this.askers = askers;
        this.mutations = mutations;
        this.lookups = lookups;
        this.rights = rights;
        this.random = random;
        this.family = settings.keyPrefix();
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> issue(HttpRequest<byte[]> request, Authentication who) {
        Query.none(request);
        Asker asker = askers.of(request, who);
        JsonBody body = Bodies.required(request);
        Members members = body.members().require("consumerId");
        String consumerId = Objects.requireNonNullElse(members.text("consumerId"), "");
        KeyDraft draft = KeyDrafts.read(members);
        members.end();
        String keyId = KeyId.derive(consumerId, asker.commandId()).text();
        rights.checkIssue(who, consumerId, draft, keyId);
        NewSecret secret = NewSecret.generate(family, draft.getEnvironment(), random);
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.ISSUE_KEY)
                .setSubject(keyId)
                .setRouting(consumerId)
                .setKey(draft)
                .setSecret(secret.draft());
        return run(asker, wish, body, HttpStatus.CREATED, secret);
    }

    @Post("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> rotate(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        Command.Builder wish = KeyChanges.wish(CommandType.ROTATE_KEY, id);
        rights.checkChange(who, id, null);
        JsonBody body = Bodies.optional(request);
        Members members = body.members();
        Long grace = members.seconds("gracePeriod");
        members.end();
        NewSecret secret = NewSecret.generate(family, environmentOf(id), random);
        wish.setGraceSeconds(grace == null ? 0 : grace).setSecret(secret.draft());
        return run(askers.of(request, who), wish, body, HttpStatus.OK, secret);
    }

    private CompletionStage<HttpResponse<ObjectNode>> run(
            Asker asker, Command.Builder wish, JsonBody body, HttpStatus status, NewSecret secret) {
        return mutations.run(asker, wish, body, status, (done, subject) -> {
            ObjectNode answer = KeyJson.of(subject);
            secret.reveal(done.result(), answer);
            return answer;
        });
    }

    /** A key's prefix tells its environment. An unknown key takes any: the decider refuses it. */
    private @Nullable Environment environmentOf(String keyId) {
        return lookups.subject(SubjectKind.KEY, keyId)
                .map(Subject::key)
                .map(KeyState::getEnvironment)
                .orElse(null);
    }
}
