package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.StampRefusal;
import io.micronaut.context.BeanContext;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What one consumer group does with records whose stamp does not hold. */
record ListenerPolicy(
        OnRefused onRefused, @Nullable String deadLetterTopic, String suffix, Duration grace, InstantSource clock) {
    /** The settings of a group, or those of all. */
    static ListenerPolicy of(String group, BeanContext beans) {
        ContextSettings all = beans.getBean(ContextSettings.class);
        Optional<ListenerSettings> own = beans.findBean(ListenerSettings.class, Qualifiers.byName(group))
                .or(() -> beans.findBean(ListenerSettings.class, Qualifiers.byName(NameUtils.hyphenate(group))));
        return new ListenerPolicy(
                own.map(ListenerSettings::onRefused).orElse(all.onRefused()),
                own.map(ListenerSettings::deadLetterTopic).orElse(null),
                all.deadLetterSuffix(),
                all.grace(),
                InstantSource.system());
    }

    String deadLetterTopicOf(String topic) {
        return deadLetterTopic == null ? topic + suffix : deadLetterTopic;
    }

    /** Whether the record is to be judged again later: it cannot be judged now, or may only seem bad to one behind. */
    boolean isWorthWaiting(StampRefusal reason, ConsumerRecord<?, ?> record, HeldPartitions held) {
        if (reason.isRetryable()) {
            return true;
        }
        // Both bounds: a timestamp of its author's may say what it likes. One ahead of us, but for clocks that differ a
        // little, makes no record young.
        Duration age = Duration.between(Instant.ofEpochMilli(record.timestamp()), clock.instant());
        return reason.isOfOneBehind() && age.abs().compareTo(grace) < 0 && !held.heldLongerThan(grace, record);
    }
}
