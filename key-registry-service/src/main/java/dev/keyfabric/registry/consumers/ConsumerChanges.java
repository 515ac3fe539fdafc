package dev.keyfabric.registry.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.decide.CommandRules;
import dev.keyfabric.registry.decide.ConsumerIds;
import dev.keyfabric.registry.decide.PastedKeys;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;

/** Registers consumers and changes them. */
@Controller("/v1/consumers")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ConsumerChanges {
    private final Askers askers;
    private final Mutations mutations;

    ConsumerChanges(Askers askers, Mutations mutations) {
        this.askers = askers;
        this.mutations = mutations;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> register(HttpRequest<byte[]> request, Authentication who) {
        Query.none(request);
        Asker asker = askers.of(request, who);
        JsonBody body = Bodies.required(request);
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
        return run(asker, wish, body, HttpStatus.CREATED);
    }

    @Patch("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    CompletionStage<HttpResponse<ObjectNode>> update(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        JsonBody body = Bodies.required(request);
        Members members = body.members();
        ConsumerDraft draft = ConsumerDraft.newBuilder(draft(members))
                .setClears(members.cleared(CommandRules.CLEARABLE_OF_CONSUMER))
                .build();
        members.end();
        Command.Builder wish = wish(CommandType.UPDATE_CONSUMER, id).setConsumer(saysNothing(draft) ? null : draft);
        return run(askers.of(request, who), wish, body, HttpStatus.OK);
    }

    @Delete("/{id}")
    CompletionStage<HttpResponse<ObjectNode>> delete(HttpRequest<byte[]> request, Authentication who, String id) {
        return runPlain(request, who, CommandType.DELETE_CONSUMER, id);
    }

    @Post("/{id}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> suspend(HttpRequest<byte[]> request, Authentication who, String id) {
        return runPlain(request, who, CommandType.SUSPEND_CONSUMER, id);
    }

    @Post("/{id}/reinstate")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> reinstate(HttpRequest<byte[]> request, Authentication who, String id) {
        return runPlain(request, who, CommandType.REINSTATE_CONSUMER, id);
    }

    private CompletionStage<HttpResponse<ObjectNode>> runPlain(
            HttpRequest<byte[]> request, Authentication who, CommandType type, String id) {
        Query.none(request);
        JsonBody body = Bodies.empty(request);
        return run(askers.of(request, who), wish(type, id), body, HttpStatus.OK);
    }

    private CompletionStage<HttpResponse<ObjectNode>> run(
            Asker asker, Command.Builder wish, JsonBody body, HttpStatus status) {
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
