package dev.keyfabric.registry.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.decide.CommandRules;
import dev.keyfabric.registry.decide.ConsumerIds;
import dev.keyfabric.registry.decide.PastedKeys;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Registers consumers and changes them. */
@Singleton
public final class ChangeConsumers {
    private final Mutations mutations;

    ChangeConsumers(Mutations mutations) {
        this.mutations = mutations;
    }

    public CompletionStage<HttpResponse<ObjectNode>> register(Asker asker, Authentication who, JsonBody body) {
        Members members = body.members();
        String given = members.text("id");
        ConsumerDraft draft = draft(members);
        members.end();
        String id = given != null ? given : ConsumerIds.derive(asker.commandId());
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.REGISTER_CONSUMER)
                .setSubject(id)
                .setRouting(id)
                .setConsumer(draft);
        return run(asker, who, wish, body, HttpStatus.CREATED);
    }

    public CompletionStage<HttpResponse<ObjectNode>> update(Asker asker, Authentication who, String id, JsonBody body) {
        Members members = body.members();
        ConsumerDraft draft = ConsumerDraft.newBuilder(draft(members))
                .setClears(members.cleared(CommandRules.CLEARABLE_OF_CONSUMER))
                .build();
        members.end();
        Command.Builder wish = wish(CommandType.UPDATE_CONSUMER, id).setConsumer(saysNothing(draft) ? null : draft);
        return run(asker, who, wish, body, HttpStatus.OK);
    }

    public CompletionStage<HttpResponse<ObjectNode>> delete(Asker asker, Authentication who, String id, JsonBody body) {
        return run(asker, who, wish(CommandType.DELETE_CONSUMER, id), body, HttpStatus.OK);
    }

    public CompletionStage<HttpResponse<ObjectNode>> suspend(
            Asker asker, Authentication who, String id, JsonBody body) {
        return run(asker, who, wish(CommandType.SUSPEND_CONSUMER, id), body, HttpStatus.OK);
    }

    public CompletionStage<HttpResponse<ObjectNode>> reinstate(
            Asker asker, Authentication who, String id, JsonBody body) {
        return run(asker, who, wish(CommandType.REINSTATE_CONSUMER, id), body, HttpStatus.OK);
    }

    private CompletionStage<HttpResponse<ObjectNode>> run(
            Asker asker, Authentication who, Command.Builder wish, JsonBody body, HttpStatus status) {
        Roles.require(who, Roles.ADMIN);
        return mutations.run(asker, wish, body, status, (done, subject) -> ConsumerJson.of(subject));
    }

    /** A command about a consumer that is there; what cannot be an id, or is a key by mistake, is not put on the bus. */
    private static Command.Builder wish(CommandType type, String id) {
        if (!CommandRules.ID.matcher(id).matches() || PastedKeys.in(id)) {
            throw new ProblemException(Problem.notFound("there is no such consumer"));
        }
        return Command.newBuilder().setType(type).setSubject(id).setRouting(id);
    }

    private static ConsumerDraft draft(Members members) {
        return ConsumerDraft.newBuilder()
                .setName(members.text("name"))
                .setPlan(members.text("plan"))
                .setMetadata(members.jsonObject("metadata"))
                .build();
    }

    private static boolean saysNothing(ConsumerDraft draft) {
        return draft.equals(ConsumerDraft.newBuilder().build());
    }
}
