package dev.keyfabric.context.stamp;

import dev.keyfabric.context.http.BoundedHttp;
import dev.keyfabric.context.http.Polled;
import dev.keyfabric.context.trust.ValidatorSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The policies of topics as the co-located validator knows them, polled as {@code ValidatorTrustedKeys} polls the keys:
 * the last known ones serve while it does not answer, until they are too stale; that a topic is not among them is said
 * only of ones confirmed within two poll intervals. Answers come from memory; only while
 * nothing fresh is known does a question go to the validator, at most one per poll interval.
 */
public final class ValidatorTopicPolicies implements TopicPolicies, AutoCloseable {
    private final Polled<Map<String, Answer>> list;

    ValidatorTopicPolicies(ValidatorSettings settings, LongSupplier nanos) {
        this.list = new Polled<>(
                new StampPolicyList(),
                new BoundedHttp(settings.address(), settings.timeout()),
                settings.schedule(),
                nanos);
    }

    /** Starts polling; the first answer is waited for by {@link #of}. Close it when it is not needed any more. */
    public static ValidatorTopicPolicies polling(ValidatorSettings settings) {
        ValidatorTopicPolicies policies = new ValidatorTopicPolicies(settings, System::nanoTime);
        policies.list.start();
        return policies;
    }

    @Override
    public Answer of(String topic) {
        Optional<Map<String, Answer>> known =
                list.knownOrAsked(policies -> policies.containsKey(topic) || list.isRecent());
        if (known.isEmpty()) {
            return new Answer.Unavailable();
        }
        return known.get().getOrDefault(topic, new Answer.Unlisted());
    }

    /** Asks once. A failure leaves the last known policies as they are, growing stale. */
    void poll() {
        list.poll();
    }

    /** For how long the policies have not been confirmed; empty while they never were. */
    public Optional<Duration> staleness() {
        return list.staleness();
    }

    /** Why the last question failed; empty if it did not. */
    public Optional<String> fault() {
        return list.fault();
    }

    @Override
    public void close() {
        list.close();
    }
}
