package dev.keyfabric.registry.plans;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.limits.Limits;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.PlanDraft;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Defines plans: a definition replaces the one before. */
@Singleton
public final class DefinePlans {
    private final Mutations mutations;

    DefinePlans(Mutations mutations) {
        this.mutations = mutations;
    }

    public CompletionStage<HttpResponse<ObjectNode>> define(Asker asker, Authentication who, String id, JsonBody body) {
        Roles.require(who, Roles.ADMIN);
        Members members = body.members();
        PlanDraft draft = draft(members);
        members.end();
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.DEFINE_PLAN)
                .setSubject(id)
                .setRouting(id)
                .setPlan(draft);
        return mutations.run(asker, wish, body, HttpStatus.OK, (done, subject) -> PlanJson.of(subject));
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
