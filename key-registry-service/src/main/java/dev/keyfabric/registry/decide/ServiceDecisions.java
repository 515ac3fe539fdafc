package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.topics.Topic;
import java.util.Optional;

/** Commands about one service: a definition takes the place of the one before, whole. */
final class ServiceDecisions {
    private ServiceDecisions() {}

    static Ruling define(Case c) {
        Optional<ServiceState> present = c.state().service(c.subject());
        long version = present.map(ServiceState::getVersion).orElse(0L);
        Optional<Ruling> conflict = c.versionConflict(version);
        if (conflict.isPresent()) {
            return conflict.get();
        }
        ServiceState.Builder wished = present.map(ServiceState::newBuilder).orElseGet(() -> first(c));
        defined(wished, c.command().getService());
        if (present.isPresent() && wished.build().equals(present.get())) {
            return new Ruling.NoEffect(version);
        }
        ServiceState after = wished.setVersion(
                        present.isPresent() ? version + 1 : c.origin().appendTime())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
        return Ruling.applied(change(c, after), after.getVersion());
    }

    private static ServiceState.Builder first(Case c) {
        return ServiceState.newBuilder()
                .setServiceId(c.subject())
                .setVersion(0)
                .setCreatedAt(c.origin().at())
                .setCreatedBy(c.command().getActor())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor());
    }

    private static void defined(ServiceState.Builder service, ServiceDraft draft) {
        service.setName(draft.getName())
                .setAudiences(draft.getAudiences())
                .setScopes(draft.getScopes())
                .setRoutes(draft.getRoutes())
                .setStalenessBoundMs(draft.getStalenessBoundMs())
                .setStampPolicies(draft.getStampPolicies())
                .setExplain(draft.getExplain())
                .setMetadata(draft.getMetadata());
    }

    private static Change change(Case c, ServiceState state) {
        return new Change(
                Topic.SERVICES,
                state.getServiceId(),
                ServiceEvent.newBuilder()
                        .setType(ServiceEventType.SERVICE_DEFINED)
                        .setAt(c.origin().at())
                        .setActor(c.command().getActor())
                        .setDoor(c.command().getDoor())
                        .setReason(c.command().getReason())
                        .setCause(c.origin().cause())
                        .setState(state)
                        .build());
    }
}
