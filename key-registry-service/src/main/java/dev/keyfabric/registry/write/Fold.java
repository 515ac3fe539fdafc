package dev.keyfabric.registry.write;

import dev.keyfabric.registry.write.PartitionStore.Entry;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How records become the state of a partition; the same for a record that was just decided and for one read back.
 * Readers' rules hold here too (docs/contract/design.md, section 3, "Versions"): only a higher version counts, a revoked
 * key, of whatever kind, and a deleted consumer never become anything else, and a value that cannot be read takes the subject out of
 * decisions until one that can.
 */
final class Fold {
    /** The topics that decisions depend on. */
    static final List<Topic> TOPICS = List.of(
            Topic.KEYS, Topic.CONSUMERS, Topic.PLANS, Topic.SERVICES, Topic.SIGNING_KEYS, Topic.COMMAND_RESULTS);

    private Fold() {}

    static void apply(PartitionStore store, Topic topic, String key, byte @Nullable [] value) {
        if (key.startsWith("~")) {
            return; // ticks and digests; no id begins so
        }
        switch (topic) {
            case KEYS -> key(store, key, value);
            case CONSUMERS -> consumer(store, key, value);
            case PLANS -> plan(store, key, value);
            case SERVICES -> service(store, key, value);
            case SIGNING_KEYS -> signingKey(store, key, value);
            case COMMAND_RESULTS -> answer(store, key, value);
            default -> {
                // No decision depends on it.
            }
        }
    }

    private static void key(PartitionStore store, String keyId, byte @Nullable [] value) {
        Optional<KeyState> present = readable(() -> store.key(keyId));
        if (value == null) {
            store.remove(Entry.KEY, keyId);
            present.ifPresent(key -> store.own(key, false));
            return;
        }
        if (present.isPresent() && present.get().getStatus() == KeyStatus.REVOKED) {
            return;
        }
        Optional<KeyState> next = readable(() -> Optional.of(KnownStates.key(Wire.decode(value, KeyEvent.class))));
        if (next.isEmpty()) {
            present.ifPresent(key -> store.own(key, false));
            store.put(Entry.KEY, keyId, value);
        } else if (present.isEmpty() || next.get().getVersion() > present.get().getVersion()) {
            store.put(Entry.KEY, keyId, value);
            store.own(next.get(), next.get().getStatus() != KeyStatus.REVOKED);
        }
    }

    private static void consumer(PartitionStore store, String consumerId, byte @Nullable [] value) {
        if (value == null) {
            return; // only keys leave a tombstone
        }
        Optional<ConsumerState> present = readable(() -> store.consumer(consumerId));
        Optional<ConsumerState> next =
                readable(() -> Optional.of(KnownStates.consumer(Wire.decode(value, ConsumerEvent.class))));
        if (isDeleted(present) && !isDeleted(next)) {
            return;
        }
        if (next.isEmpty()
                || present.isEmpty()
                || next.get().getVersion() > present.get().getVersion()) {
            store.put(Entry.CONSUMER, consumerId, value);
        }
    }

    private static boolean isDeleted(Optional<ConsumerState> consumer) {
        return consumer.filter(state -> state.getStatus() == ConsumerStatus.DELETED)
                .isPresent();
    }

    private static void plan(PartitionStore store, String planId, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        Optional<PlanState> present = readable(() -> store.plan(planId));
        Optional<PlanState> next = readable(() -> Optional.of(KnownStates.plan(Wire.decode(value, PlanEvent.class))));
        if (next.isEmpty()
                || present.isEmpty()
                || next.get().getVersion() > present.get().getVersion()) {
            store.put(Entry.PLAN, planId, value);
        }
    }

    private static void service(PartitionStore store, String serviceId, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        Optional<ServiceState> present = readable(() -> store.service(serviceId));
        Optional<ServiceState> next =
                readable(() -> Optional.of(KnownStates.service(Wire.decode(value, ServiceEvent.class))));
        if (next.isEmpty()
                || present.isEmpty()
                || next.get().getVersion() > present.get().getVersion()) {
            store.put(Entry.SERVICE, serviceId, value);
        }
    }

    private static void signingKey(PartitionStore store, String kid, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        Optional<SigningKeyState> present = readable(() -> store.signingKey(kid));
        if (present.isPresent() && present.get().getStatus() == SigningKeyStatus.REVOKED) {
            return;
        }
        Optional<SigningKeyState> next =
                readable(() -> Optional.of(KnownStates.signingKey(Wire.decode(value, SigningKeyEvent.class))));
        if (next.isEmpty()
                || present.isEmpty()
                || next.get().getVersion() > present.get().getVersion()) {
            store.put(Entry.SIGNING_KEY, kid, value);
        }
    }

    private static void answer(PartitionStore store, String commandId, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        try {
            CommandResult result = Wire.decode(value, CommandResult.class);
            if (result.getStored()) {
                store.keep(result, value);
            }
        } catch (UnreadableValueException e) {
            // Whether the command was done already cannot be told, so it must not be done again.
            store.put(Entry.ANSWER, commandId, value);
        }
    }

    private static <T> Optional<T> readable(Supplier<Optional<T>> state) {
        try {
            return state.get();
        } catch (UnreadableValueException e) {
            return Optional.empty();
        }
    }
}
