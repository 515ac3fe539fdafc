package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.topics.Topic;
import java.util.Objects;
import java.util.Optional;

/** Commands about one consumer. */
final class ConsumerDecisions {
    private static final String NO_METADATA = "{}";

    private ConsumerDecisions() {}

    static Ruling register(Case c) {
        Optional<ConsumerState> present = c.state().consumer(c.subject());
        if (present.isPresent()) {
            String detail = present.get().getStatus() == ConsumerStatus.DELETED
                    ? "the id belonged to a consumer that is deleted"
                    : "the consumer is there already";
            return Ruling.refused(Refusal.DUPLICATE, detail, present.get().getVersion());
        }
        Optional<Ruling> conflict = c.versionConflict(0);
        if (conflict.isPresent()) {
            return conflict.get();
        }
        ConsumerDraft draft = c.command().getConsumer();
        Optional<Ruling> unknown = unknownPlan(c, draft.getPlan(), 0);
        if (unknown.isPresent()) {
            return unknown.get();
        }
        ConsumerState state = ConsumerState.newBuilder()
                .setConsumerId(c.subject())
                .setName(draft.getName())
                .setPlan(draft.getPlan())
                .setStatus(ConsumerStatus.ACTIVE)
                .setMetadata(draft.getMetadata() == null ? NO_METADATA : draft.getMetadata())
                .setVersion(c.origin().appendTime())
                .setCreatedAt(c.origin().at())
                .setCreatedBy(c.command().getActor())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
        return Ruling.applied(change(c, ConsumerEventType.CONSUMER_REGISTERED, state), state.getVersion());
    }

    static Ruling change(Case c) {
        Optional<ConsumerState> found = c.state().consumer(c.subject());
        if (found.isEmpty()) {
            return Ruling.refused(Refusal.NOT_FOUND, "there is no such consumer");
        }
        ConsumerState present = found.get();
        Optional<Ruling> conflict = c.versionConflict(present.getVersion());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        var row = Transitions.find(Transitions.CONSUMER, c.command().getType(), present.getStatus());
        if (row.isEmpty()) {
            return c.illegal(present.getStatus(), present.getVersion());
        }
        ConsumerState wished = c.command().getType() == CommandType.UPDATE_CONSUMER
                ? updated(present, c.command().getConsumer())
                : ConsumerState.newBuilder(present).setStatus(row.get().to()).build();
        if (row.get().event().isEmpty() || wished.equals(present)) {
            return new Ruling.NoEffect(present.getVersion());
        }
        if (!Objects.equals(wished.getPlan(), present.getPlan())) {
            Optional<Ruling> unknown = unknownPlan(c, wished.getPlan(), present.getVersion());
            if (unknown.isPresent()) {
                return unknown.get();
            }
        }
        ConsumerState after = ConsumerState.newBuilder(wished)
                .setVersion(present.getVersion() + 1)
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
        Change change = change(c, row.get().event().get(), after);
        return c.command().getType() == CommandType.DELETE_CONSUMER
                ? KeysOfDeletedConsumer.left(c, change, after.getVersion())
                : Ruling.applied(change, after.getVersion());
    }

    private static Optional<Ruling> unknownPlan(Case c, String planId, long version) {
        if (planId == null || c.plan(planId).isPresent()) {
            return Optional.empty();
        }
        Faults faults = new Faults();
        faults.add("/plan", "UNKNOWN_REFERENCE", "is no plan that is known here");
        return Optional.of(new Ruling.Refused(
                Refusal.VALIDATION_FAILED.because("a field is not as it must be", faults.found()), version));
    }

    private static ConsumerState updated(ConsumerState present, ConsumerDraft draft) {
        ConsumerState.Builder updated = ConsumerState.newBuilder(present);
        Optional.ofNullable(draft.getName()).ifPresent(updated::setName);
        Optional.ofNullable(draft.getPlan()).ifPresent(updated::setPlan);
        Optional.ofNullable(draft.getMetadata()).ifPresent(updated::setMetadata);
        if (draft.getClears().contains("plan")) {
            updated.setPlan(null);
        }
        return updated.build();
    }

    static Change change(Case c, ConsumerEventType type, ConsumerState state) {
        return new Change(
                Topic.CONSUMERS,
                state.getConsumerId(),
                ConsumerEvent.newBuilder()
                        .setType(type)
                        .setAt(c.origin().at())
                        .setActor(c.command().getActor())
                        .setDoor(c.command().getDoor())
                        .setReason(c.command().getReason())
                        .setCause(c.origin().cause())
                        .setState(state)
                        .build());
    }
}
