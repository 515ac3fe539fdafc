package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.PlanDraft;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.topics.Topic;
import java.util.Optional;

/** Commands about one plan: a definition takes the place of the one before, whole. */
final class PlanDecisions {
    private PlanDecisions() {}

    static Ruling define(Case c) {
        Optional<PlanState> present = c.state().plan(c.subject());
        long version = present.map(PlanState::getVersion).orElse(0L);
        Optional<Ruling> conflict = c.versionConflict(version);
        if (conflict.isPresent()) {
            return conflict.get();
        }
        PlanState.Builder wished = present.map(PlanState::newBuilder).orElseGet(() -> first(c));
        defined(wished, c.command().getPlan());
        if (present.isPresent() && wished.build().equals(present.get())) {
            return new Ruling.NoEffect(version);
        }
        PlanState after = wished.setVersion(
                        present.isPresent() ? version + 1 : c.origin().appendTime())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
        return Ruling.applied(change(c, after), after.getVersion());
    }

    private static PlanState.Builder first(Case c) {
        return PlanState.newBuilder()
                .setPlanId(c.subject())
                .setVersion(0)
                .setCreatedAt(c.origin().at())
                .setCreatedBy(c.command().getActor())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor());
    }

    private static void defined(PlanState.Builder plan, PlanDraft draft) {
        plan.setName(draft.getName())
                .setRateLimits(draft.getRateLimits())
                .setQuotas(draft.getQuotas())
                .setMaxLifetimeSeconds(draft.getMaxLifetimeSeconds())
                .setRotateEverySeconds(draft.getRotateEverySeconds());
    }

    private static Change change(Case c, PlanState state) {
        return new Change(
                Topic.PLANS,
                state.getPlanId(),
                PlanEvent.newBuilder()
                        .setType(PlanEventType.PLAN_DEFINED)
                        .setAt(c.origin().at())
                        .setActor(c.command().getActor())
                        .setDoor(c.command().getDoor())
                        .setReason(c.command().getReason())
                        .setCause(c.origin().cause())
                        .setState(state)
                        .build());
    }
}
