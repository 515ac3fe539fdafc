package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.registry.RegistrySettings;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.issuer.IssuerRights;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyState;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes new secrets: issues keys and rotates them. The plaintext is made here, stands in the one answer and is not kept;
 * the command carries only its hash, its prefix and its last four characters.
 */
@Singleton
public final class MakeSecrets {
    private final Mutations mutations;
    private final Lookups lookups;
    private final IssuerRights rights;
    private final RandomGenerator random;
    private final String family;

    MakeSecrets(
            Mutations mutations,
            Lookups lookups,
            IssuerRights rights,
            RandomGenerator random,
            RegistrySettings settings) {
        this.mutations = mutations;
        this.lookups = lookups;
        this.rights = rights;
        this.random = random;
        this.family = settings.keyPrefix();
    }

    public CompletionStage<HttpResponse<ObjectNode>> issue(Asker asker, Authentication who, JsonBody body) {
        Roles.require(who, Roles.ADMIN, Roles.ISSUER);
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

    public CompletionStage<HttpResponse<ObjectNode>> rotate(Asker asker, Authentication who, String id, JsonBody body) {
        Roles.require(who, Roles.ADMIN, Roles.ISSUER);
        Command.Builder wish = ChangeKeys.wish(CommandType.ROTATE_KEY, id);
        rights.checkChange(who, id, null);
        Members members = body.members();
        Long grace = members.seconds("gracePeriod");
        members.end();
        NewSecret secret = NewSecret.generate(family, environmentOf(id), random);
        wish.setGraceSeconds(grace == null ? 0 : grace).setSecret(secret.draft());
        return run(asker, wish, body, HttpStatus.OK, secret);
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
