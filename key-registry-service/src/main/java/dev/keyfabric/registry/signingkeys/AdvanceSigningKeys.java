package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Leads signing keys through their life: prepared, active, retired; tainted, revoked. */
@Singleton
public final class AdvanceSigningKeys {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Mutations mutations;

    AdvanceSigningKeys(Mutations mutations) {
        this.mutations = mutations;
    }

    /** Leads a key to a status; whether the way there is open is the decider's to say. */
    public CompletionStage<HttpResponse<ObjectNode>> advance(
            Asker asker, Authentication who, String kid, SigningKeyStatus to, JsonBody body) {
        Roles.require(who, Roles.ADMIN);
        if (!KID.matcher(kid).matches()) {
            throw new ProblemException(Problem.notFound("there is no such signing key"));
        }
        Members members = body.members();
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.ADVANCE_SIGNING_KEY)
                .setSubject(kid)
                .setRouting(kid)
                .setSigningKeyStatus(to)
                .setComment(members.text("comment"))
                .setTaintedAt(to == SigningKeyStatus.TAINTED ? members.instant("taintedAt") : null);
        members.end();
        return mutations.run(asker, wish, body, HttpStatus.OK, (done, subject) -> SigningKeyJson.of(subject));
    }
}
