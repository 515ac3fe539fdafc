package dev.keyfabric.context.stamp;

import java.time.Duration;
import java.util.Set;

/**
 * What a topic demands of stamps.
 *
 * @param maxDelay the longest that may pass between the stamp and the broker's append
 * @param producers the services whose records are taken; {@link #EVERY_PRODUCER} for all that are enrolled
 * @param stampedTombstones whether a record without value may carry a stamp; in CloudEvents' binary mode such a record is
 *     a tombstone
 */
public record TopicPolicy(
        Binding binding,
        TimeRule time,
        Duration maxDelay,
        Set<String> producers,
        OnRevoked onRevoked,
        boolean stampedTombstones) {
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(5);

    /** Stands for every enrolled service. No service can have this name. */
    public static final Set<String> EVERY_PRODUCER = Set.of("*");

    public TopicPolicy {
        producers = Set.copyOf(producers);
        if (maxDelay.isNegative()) {
            throw new IllegalArgumentException("a negative max-delay");
        }
    }

    /** The strictest defaults: signed, on the broker's time, 300 s, reject-compromised, no stamped tombstones. */
    public static TopicPolicy signedBy(Set<String> producers) {
        return new TopicPolicy(
                Binding.SIGNED, TimeRule.APPEND, DEFAULT_MAX_DELAY, producers, OnRevoked.REJECT_COMPROMISED, false);
    }

    public TopicPolicy with(Binding other) {
        return new TopicPolicy(other, time, maxDelay, producers, onRevoked, stampedTombstones);
    }

    public TopicPolicy with(TimeRule other) {
        return new TopicPolicy(binding, other, maxDelay, producers, onRevoked, stampedTombstones);
    }

    public TopicPolicy with(Duration otherMaxDelay) {
        return new TopicPolicy(binding, time, otherMaxDelay, producers, onRevoked, stampedTombstones);
    }

    public TopicPolicy with(OnRevoked other) {
        return new TopicPolicy(binding, time, maxDelay, producers, other, stampedTombstones);
    }

    public TopicPolicy withStampedTombstones() {
        return new TopicPolicy(binding, time, maxDelay, producers, onRevoked, true);
    }

    public boolean takesFrom(String service) {
        return producers.contains(service) || producers.equals(EVERY_PRODUCER);
    }
}
