package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.StampRefusal;
import io.micronaut.context.event.ApplicationEventPublisher;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of refused records: each as an application event; in the log the first of each reason and then no more than one
 * in 10 s with the number of those between, so that hostile records cannot flood it. Used by one consumer's thread.
 */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final String group;
    private final ApplicationEventPublisher<RecordRefused> events;
    private final LongSupplier nanos;
    private final Map<StampRefusal, Told> told = new EnumMap<>(StampRefusal.class);

    private record Told(long at, long since) {}

    Reports(String group, ApplicationEventPublisher<RecordRefused> events, LongSupplier nanos) {
        this.group = group;
        this.events = events;
        this.nanos = nanos;
    }

    void report(ConsumerRecord<?, ?> record, StampRefusal reason, RecordRefused.Fate fate) {
        Told last = told.get(reason);
        long now = nanos.getAsLong();
        if (last == null || now - last.at() >= QUIET.toNanos()) {
            told.put(reason, new Told(now, 0));
            LOG.warn(
                    "stamped record refused reason={} fate={} group={} topic={} partition={} offset={} untold={}",
                    reason,
                    fate,
                    group,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    last == null ? 0 : last.since());
        } else {
            told.put(reason, new Told(last.at(), last.since() + 1));
        }
        try {
            events.publishEvent(
                    new RecordRefused(group, record.topic(), record.partition(), record.offset(), reason, fate));
        } catch (RuntimeException e) {
            LOG.error("a listener of refused records failed group={}", group, e);
        }
    }
}
