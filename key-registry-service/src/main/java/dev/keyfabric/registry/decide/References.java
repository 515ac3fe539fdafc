package dev.keyfabric.registry.decide;

import java.util.Optional;

/**
 * What a decision may know of other partitions: a snapshot of the instance's read model, eventually consistent, asked
 * once and never again on a replay.
 */
public interface References {
    /** The id of a key that holds a secret with this hash, in whatever status. */
    Optional<String> keyWithHash(byte[] hash);
}
