package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commands that draw the consequences of time: to purge what ended long ago, to announce what ends; docs/decisions/0024. */
final class TimeDecisions {
    private static final String NO_METADATA = "{}";

    private TimeDecisions() {}

    static Ruling purge(Case c) {
        Optional<KeyState> key = c.state().key(c.subject());
        if (key.isPresent()) {
            return purge(c, key.get());
        }
        return c.state()
                .consumer(c.subject())
                .map(consumer -> purge(c, consumer))
                .orElseGet(() -> Ruling.refused(Refusal.NOT_FOUND, "there is no such key or consumer"));
    }

    private static Ruling purge(Case c, KeyState key) {
        Optional<Ruling> conflict = c.versionConflict(key.getVersion());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        Optional<Instant> ended = ended(key, c.origin().at());
        if (ended.isEmpty()) {
            return c.illegal(key.getStatus(), key.getVersion());
        }
        return tooEarly(c, ended.get(), key.getVersion())
                .orElseGet(() -> Ruling.applied(
                        effect(KeyStates.change(c, KeyEventType.KEY_PURGED, key), Change.Effect.PURGE),
                        key.getVersion()));
    }

    /** What is left of a consumer keeps its id from being given again. */
    private static Ruling purge(Case c, ConsumerState consumer) {
        Optional<Ruling> conflict = c.versionConflict(consumer.getVersion());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        if (consumer.getStatus() != ConsumerStatus.DELETED) {
            return c.illegal(consumer.getStatus(), consumer.getVersion());
        }
        if (consumer.getName().isEmpty() && consumer.getMetadata().equals(NO_METADATA)) {
            return new Ruling.NoEffect(consumer.getVersion());
        }
        Optional<Ruling> tooEarly = tooEarly(c, consumer.getChangedAt(), consumer.getVersion());
        if (tooEarly.isPresent()) {
            return tooEarly.get();
        }
        ConsumerState purged = ConsumerState.newBuilder(consumer)
                .setName("")
                .setMetadata(NO_METADATA)
                .setVersion(consumer.getVersion() + 1)
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
        return Ruling.applied(
                ConsumerDecisions.change(c, ConsumerEventType.CONSUMER_PURGED, purged), purged.getVersion());
    }

    static Ruling announce(Case c) {
        Optional<KeyState> found = c.state().key(c.subject());
        if (found.isEmpty()) {
            return Ruling.refused(Refusal.NOT_FOUND, "there is no such key");
        }
        KeyState key = found.get();
        Instant now = c.origin().at();
        if (key.getStatus() == KeyStatus.REVOKED || key.getExpiresAt() == null) {
            return new Ruling.NoEffect(key.getVersion());
        }
        if (!key.getExpiresAt().isAfter(now)) {
            return notice(c, KeyEventType.KEY_EXPIRED, key);
        }
        boolean soon = !key.getExpiresAt().isAfter(now.plus(c.terms().noticeBefore()));
        return soon ? notice(c, KeyEventType.KEY_EXPIRING_SOON, key) : new Ruling.NoEffect(key.getVersion());
    }

    private static Ruling notice(Case c, KeyEventType type, KeyState key) {
        return new Ruling.Applied(
                List.of(effect(KeyStates.change(c, type, key), Change.Effect.NOTICE)),
                key.getVersion(),
                Optional.empty(),
                List.of());
    }

    private static Change effect(Change change, Change.Effect effect) {
        return new Change(Topic.KEYS, change.subject(), change.event(), effect);
    }

    /** When a key ended; empty while it may still be used, or reinstated. */
    private static Optional<Instant> ended(KeyState key, Instant now) {
        if (key.getStatus() == KeyStatus.REVOKED) {
            return Optional.of(key.getChangedAt());
        }
        return Optional.ofNullable(key.getExpiresAt()).filter(end -> !end.isAfter(now));
    }

    private static Optional<Ruling> tooEarly(Case c, Instant ended, long version) {
        Duration kept = c.terms().purgeAfter();
        return ended.plus(kept).isAfter(c.origin().at())
                ? Optional.of(Ruling.refused(
                        Refusal.ILLEGAL_TRANSITION, "it is kept for " + kept + " after its end at " + ended, version))
                : Optional.empty();
    }
}
