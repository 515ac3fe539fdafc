package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.SecretStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The end that a consumer's plan sets to its keys; docs/decisions/0022. A key lives for {@code maxLifetime} from its issue,
 * and for {@code rotateEvery} from the making of its current secret: a rotation in time carries it on. What was decided
 * before a plan changed stays as it is.
 */
final class PlanBounds {
    private PlanBounds() {}

    /** A key with a secret made now: an end that the plan gave goes with it, one that somebody chose stays. */
    static KeyState rotated(Case c, ConsumerState consumer, KeyState before, KeyState after) {
        if (before.getEnrols() != null) {
            return after; // Its end is near by itself, and is never moved.
        }
        Optional<PlanState> plan = plan(c, consumer);
        Optional<Instant> given = plan.flatMap(p -> latestEnd(p, before));
        if (given.isEmpty() || !given.get().equals(before.getExpiresAt())) {
            return after;
        }
        return KeyState.newBuilder(after)
                .setExpiresAt(plan.flatMap(p -> latestEnd(p, after)).orElse(null))
                .build();
    }

    /** A key that is new, or whose end somebody changes or takes away: its plan gives it one, and none that is later. */
    static KeyState bounded(Case c, ConsumerState consumer, KeyState key, Faults faults) {
        if (consumer.getPlan() == null) {
            return key;
        }
        Optional<PlanState> plan = plan(c, consumer);
        if (plan.isEmpty()) {
            faults.add("/consumerId", "UNKNOWN_REFERENCE", "has a plan that is not known here: " + consumer.getPlan());
            return key;
        }
        Optional<Instant> end = latestEnd(plan.get(), key);
        if (end.isEmpty()) {
            return key;
        }
        if (key.getExpiresAt() == null) {
            return KeyState.newBuilder(key).setExpiresAt(end.get()).build();
        }
        if (key.getExpiresAt().isAfter(end.get())) {
            faults.add(
                    "/expiresAt",
                    "OUT_OF_RANGE",
                    "must be " + end.get() + " at the latest, by the plan " + consumer.getPlan());
        }
        return key;
    }

    private static Optional<PlanState> plan(Case c, ConsumerState consumer) {
        return consumer.getPlan() == null ? Optional.empty() : c.plan(consumer.getPlan());
    }

    private static Optional<Instant> latestEnd(PlanState plan, KeyState key) {
        Optional<Instant> made = key.getSecrets().stream()
                .filter(secret -> secret.getStatus() == SecretStatus.CURRENT)
                .map(KeySecret::getCreatedAt)
                .findFirst();
        return Stream.of(
                        after(Optional.of(key.getCreatedAt()), plan.getMaxLifetimeSeconds()),
                        after(made, plan.getRotateEverySeconds()))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private static Optional<Instant> after(Optional<Instant> from, Long seconds) {
        return seconds == null ? Optional.empty() : from.map(instant -> instant.plusSeconds(seconds));
    }
}
