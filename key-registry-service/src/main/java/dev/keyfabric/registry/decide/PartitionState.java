package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.Topic;
import java.util.List;
import java.util.Optional;

/**
 * What one partition holds now: a fold of its lifecycle records and of its results.
 *
 * <p>A subject whose last record cannot be read throws {@link dev.keyfabric.schemas.wire.UnreadableValueException}: it
 * is neither absent nor known, and every command about it is refused.
 */
public interface PartitionState {
    Optional<ConsumerState> consumer(String consumerId);

    Optional<KeyState> key(String keyId);

    Optional<PlanState> plan(String planId);

    Optional<ServiceState> service(String serviceId);

    Optional<SigningKeyState> signingKey(String kid);

    /** The stored answer of a command id. */
    Optional<CommandResult> answer(String commandId);

    /** What the partition holds of one lifecycle topic, before anything that is being decided. */
    Digest digest(Topic topic);

    /** Ids of a consumer's keys that are not revoked, in order of id, at most {@code limit}. */
    List<String> unrevokedKeys(String consumerId, int limit);
}
