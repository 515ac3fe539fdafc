package dev.keyfabric.validation.view;

import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.OnRevoked;
import dev.keyfabric.context.stamp.TimeRule;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampedTombstones;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;

/**
 * What a service demands of the stamps on one business topic.
 *
 * @param policy names at least one producer
 * @param exchange whether a stamp of the topic may be exchanged for a token
 */
public record StampRule(String topic, TopicPolicy policy, boolean exchange) {

    /** Without producers of its own a policy allows the service itself; a word that is not understood denies it all. */
    static StampRule read(String service, StampPolicy policy) {
        Set<String> producers =
                policy.getAllowedProducers().isEmpty() ? Set.of(service) : Set.copyOf(policy.getAllowedProducers());
        try {
            TopicPolicy read = new TopicPolicy(
                    binding(policy),
                    time(policy),
                    Duration.ofSeconds(policy.getMaxDelaySeconds()),
                    producers,
                    onRevoked(policy),
                    tombstones(policy.getTombstones()));
            return new StampRule(policy.getTopic(), read, policy.getExchange());
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new UnreadableValueException("a stamp policy out of range");
        }
    }

    private static Binding binding(StampPolicy policy) {
        return switch (policy.getProfile()) {
            case SIGNED -> Binding.SIGNED;
            case EVIDENCE -> Binding.EVIDENCE;
            case UNKNOWN -> throw new UnreadableValueException("unknown profile of a stamp policy");
        };
    }

    private static TimeRule time(StampPolicy policy) {
        return switch (policy.getTime()) {
            case APPEND -> TimeRule.APPEND;
            case CREATE -> TimeRule.CREATE;
            case UNKNOWN -> throw new UnreadableValueException("unknown time rule of a stamp policy");
        };
    }

    private static OnRevoked onRevoked(StampPolicy policy) {
        return switch (policy.getOnRevoked()) {
            case REJECT -> OnRevoked.REJECT;
            case REJECT_COMPROMISED -> OnRevoked.REJECT_COMPROMISED;
            case ACCEPT -> OnRevoked.ACCEPT;
            case UNKNOWN -> throw new UnreadableValueException("unknown rule for revoked keys of a stamp policy");
        };
    }

    private static boolean tombstones(StampedTombstones tombstones) {
        return switch (tombstones) {
            case REFUSED -> false;
            case STAMPED -> true;
            case UNKNOWN -> throw new UnreadableValueException("unknown tombstone rule of a stamp policy");
        };
    }
}
