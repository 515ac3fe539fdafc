package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceState;
import java.util.Optional;

/** One command with everything its decision may look at. */
record Case(PartitionState state, References references, Terms terms, Command command, CommandOrigin origin) {
    String subject() {
        return command.getSubject();
    }

    /** A plan of this partition, or of another as far as this instance knows it. */
    Optional<PlanState> plan(String planId) {
        return state.plan(planId).or(() -> references.plan(planId));
    }

    /** A service, likewise. */
    Optional<ServiceState> service(String serviceId) {
        return state.service(serviceId).or(() -> references.service(serviceId));
    }

    /** A refusal when the sender saw another version than the subject has. */
    Optional<Ruling> versionConflict(long version) {
        Long expected = command.getExpectedVersion();
        return expected == null || expected == version
                ? Optional.empty()
                : Optional.of(Ruling.refused(
                        Refusal.VERSION_CONFLICT, "the version is " + version + ", not " + expected, version));
    }

    Ruling illegal(Enum<?> status, long version) {
        return Ruling.refused(
                Refusal.ILLEGAL_TRANSITION, command.getType() + " is not possible while " + status, version);
    }
}
