package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.RevocationReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A deleted consumer's keys: denied at once, because every reader derives it from the consumer, and then written as
 * revoked by commands that the decision itself leaves on its own partition, at most 500 keys each. Such a command is
 * good for nothing else: it needs a consumer that is deleted, and its keys were denied before.
 */
final class KeysOfDeletedConsumer {
    static final int BATCH = 500;
    private static final Duration MAY_WAIT = Duration.ofDays(7);

    private KeysOfDeletedConsumer() {}

    /** The deletion, with the command that its keys need when it has any. */
    static Ruling left(Case c, Change deletion, long version) {
        boolean none = c.state().unrevokedKeys(c.subject(), 1).isEmpty();
        return new Ruling.Applied(
                List.of(deletion), version, Optional.empty(), none ? List.of() : List.of(followUp(c)));
    }

    static Ruling revoke(Case c) {
        var consumer = c.state().consumer(c.subject());
        if (consumer.isEmpty() || consumer.get().getStatus() != ConsumerStatus.DELETED) {
            return Ruling.refused(
                    Refusal.COMMAND_UNSUPPORTED, "only the keys of a deleted consumer can be revoked at once");
        }
        long version = consumer.get().getVersion();
        List<String> keys = c.state().unrevokedKeys(c.subject(), BATCH + 1);
        if (keys.isEmpty()) {
            return new Ruling.NoEffect(version);
        }
        List<Change> changes = keys.stream()
                .limit(BATCH)
                .flatMap(id -> c.state().key(id).stream())
                .map(key -> KeyStates.change(c, KeyEventType.KEY_REVOKED, KeyStates.revoked(c, key)))
                .toList();
        return new Ruling.Applied(
                changes, version, Optional.empty(), keys.size() > BATCH ? List.of(followUp(c)) : List.of());
    }

    private static Command followUp(Case c) {
        String id = nextId(c.command().getId());
        return Command.newBuilder()
                .setType(CommandType.REVOKE_KEYS)
                .setId(id)
                .setAttempt(id)
                .setSubject(c.subject())
                .setRouting(c.subject())
                .setActor(c.command().getActor())
                .setDoor(Door.REGISTRY)
                .setIssuedAt(c.origin().at())
                .setExpiresAt(c.origin().at().plus(MAY_WAIT))
                .setReason(c.command().getReason())
                .setRevocationReason(RevocationReason.CONSUMER_DELETED)
                .build();
    }

    /** {@code <id>/1}, then {@code <id>/2}, … */
    private static String nextId(String id) {
        int slash = id.lastIndexOf('/');
        return slash < 0 ? id + "/1" : id.substring(0, slash + 1) + (Integer.parseInt(id.substring(slash + 1)) + 1);
    }
}
