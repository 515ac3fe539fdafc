package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.decide.CommandRules;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.issuer.IssuerRights;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.RevocationReason;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Changes keys that are there: what they may, and whether they may anything. {@link MakeSecrets} makes new secrets. */
@Singleton
public final class ChangeKeys {
    private final Mutations mutations;
    private final IssuerRights rights;

    ChangeKeys(Mutations mutations, IssuerRights rights) {
        this.mutations = mutations;
        this.rights = rights;
    }

    public CompletionStage<HttpResponse<ObjectNode>> update(Asker asker, Authentication who, String id, JsonBody body) {
        Members members = body.members();
        KeyDraft draft = KeyDraft.newBuilder(KeyDrafts.read(members))
                .setClears(members.cleared(CommandRules.CLEARABLE_OF_KEY))
                .build();
        members.end();
        Command.Builder wish = wish(CommandType.UPDATE_KEY, id).setKey(KeyDrafts.saysNothing(draft) ? null : draft);
        return run(asker, who, wish, body);
    }

    public CompletionStage<HttpResponse<ObjectNode>> suspend(
            Asker asker, Authentication who, String id, JsonBody body) {
        return run(asker, who, wish(CommandType.SUSPEND_KEY, id), body);
    }

    public CompletionStage<HttpResponse<ObjectNode>> reinstate(
            Asker asker, Authentication who, String id, JsonBody body) {
        return run(asker, who, wish(CommandType.REINSTATE_KEY, id), body);
    }

    public CompletionStage<HttpResponse<ObjectNode>> revoke(Asker asker, Authentication who, String id, JsonBody body) {
        Members members = body.members();
        RevocationReason reason = members.choice("reason", RevocationReason.class);
        Command.Builder wish = wish(CommandType.REVOKE_KEY, id)
                .setRevocationReason(reason == null ? RevocationReason.OTHER : reason)
                .setComment(members.text("comment"));
        members.end();
        return run(asker, who, wish, body);
    }

    private CompletionStage<HttpResponse<ObjectNode>> run(
            Asker asker, Authentication who, Command.Builder wish, JsonBody body) {
        Roles.require(who, Roles.ADMIN, Roles.ISSUER);
        rights.checkChange(who, wish.getSubject(), wish.getKey());
        return mutations.run(asker, wish, body, HttpStatus.OK, (done, subject) -> KeyJson.of(subject));
    }

    /** A command about a key that is known by its id alone; what is no key id cannot be a key's. */
    static Command.Builder wish(CommandType type, String id) {
        KeyId keyId = KeyId.parse(id).orElseThrow(() -> new ProblemException(Problem.notFound("there is no such key")));
        return Command.newBuilder().setType(type).setSubject(keyId.text()).setRouting(keyId.text());
    }
}
