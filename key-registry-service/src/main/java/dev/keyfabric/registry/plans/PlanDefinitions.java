package dev.keyfabric.registry.plans;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.limits.Limits;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.PlanDraft;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Defines plans: a definition replaces the one before. */
@Controller("/v1/plans/{id}")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlanDefinitions {
    private final Askers askers;
    private final Mutations mutations;

    PlanDefinitions(Askers askers, Mutations mutations) {
        this.askers = askers;
        this.mutations = mutations;
    }

    @Put
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> define(HttpRequest<byte[]> request, Authentication who, String id) {
        Query.none(request);
        JsonBody body = Bodies.required(request);
        Members members = body.members();
        PlanDraft draft = draft(members);
        members.end();
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.DEFINE_PLAN)
                .setSubject(id)
                .setRouting(id)
                .setPlan(draft);
        return mutations.run(
                askers.of(request, who), wish, body, HttpStatus.OK, (done, subject) -> PlanJson.of(subject));
    }

    /** Where the name is missing the value is one that is never sent: the body has a fault. */
    private static PlanDraft draft(Members members) {
        members.require("name");
        return PlanDraft.newBuilder()
                .setName(Objects.requireNonNullElse(members.text("name"), "absent"))
                .setRateLimits(Objects.requireNonNullElse(Limits.rateLimits(members), List.of()))
                .setQuotas(Objects.requireNonNullElse(Limits.quotas(members), List.of()))
                .setMaxLifetimeSeconds(members.seconds("maxLifetime"))
                .setRotateEverySeconds(members.seconds("rotateEvery"))
                .build();
    }
}
