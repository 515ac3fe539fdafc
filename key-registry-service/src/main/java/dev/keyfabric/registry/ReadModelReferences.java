package dev.keyfabric.registry;

import dev.keyfabric.registry.decide.References;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyState;
import java.util.Optional;

/** What the decider may know of other partitions, out of this instance's read model. */
record ReadModelReferences(Lookups lookups, SigningKeyCatchUp catchUp) implements References {
    @Override
    public Optional<String> keyWithHash(byte[] hash) {
        return lookups.keyWithHash(hash);
    }

    @Override
    public Optional<PlanState> plan(String planId) {
        return lookups.plan(planId);
    }

    @Override
    public Optional<ServiceState> service(String serviceId) {
        return lookups.service(serviceId);
    }

    @Override
    public Optional<SigningKeyState> signingKey(String kid) {
        return lookups.signingKey(kid);
    }

    @Override
    public boolean catchUpOnSigningKeys() {
        return catchUp.reached();
    }
}
