package dev.keyfabric.registry.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ServiceDraft;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Defines services: a definition replaces the one before. */
@Singleton
public final class DefineServices {
    private final Mutations mutations;

    DefineServices(Mutations mutations) {
        this.mutations = mutations;
    }

    public CompletionStage<HttpResponse<ObjectNode>> define(Asker asker, Authentication who, String id, JsonBody body) {
        Roles.require(who, Roles.ADMIN);
        Members members = body.members();
        ServiceDraft draft = ServiceDrafts.read(members);
        members.end();
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.DEFINE_SERVICE)
                .setSubject(id)
                .setRouting(id)
                .setService(draft);
        return mutations.run(asker, wish, body, HttpStatus.OK, (done, subject) -> ServiceJson.of(subject));
    }
}
