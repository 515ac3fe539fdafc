package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyState;
import java.util.Optional;

/**
 * What a decision may know of other partitions: a snapshot of the instance's read model, eventually consistent, asked
 * once and never again on a replay.
 */
public interface References {
    /** The id of a key that holds a secret with this hash, in whatever status. */
    Optional<String> keyWithHash(byte[] hash);

    /** What is held of a plan; empty when it is not known, or cannot be read. */
    Optional<PlanState> plan(String planId);

    /** What is held of a service that the root vouches for; empty when it is not known, or cannot be read. */
    Optional<ServiceState> service(String serviceId);

    /** What is held of a signing key that the root vouches for; empty when it is not known, or cannot be read. */
    Optional<SigningKeyState> signingKey(String kid);

    /**
     * Waits a moment, when it has to, until the signing keys that are held are at least those that were committed when
     * this was asked.
     *
     * @return false when nobody could tell what is committed, or that is not held in time
     */
    boolean catchUpOnSigningKeys();
}
