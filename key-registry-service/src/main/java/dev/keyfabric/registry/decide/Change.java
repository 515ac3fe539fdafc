package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.topics.Topic;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * One lifecycle event, with the whole state after it.
 *
 * @param topic a lifecycle topic
 * @param subject the record key
 * @param event the value, of the topic's event type
 * @param effect what it is written for: which topics it goes to, and what becomes of the subject there
 */
public record Change(Topic topic, String subject, SpecificRecordBase event, Effect effect) {
    /** What an event is written for. */
    public enum Effect {
        /** It is the subject's state from now on, and the history tells it. */
        STATE(true, true),
        /** A tombstone takes the subject's place on its topic; the history tells the event. */
        PURGE(true, true),
        /** It says what the partition holds, and changes nothing of it. */
        DIGEST(true, false),
        /** It says what follows from time; nothing changes, and the history alone tells it. */
        NOTICE(false, true);

        private final boolean onTopic;
        private final boolean inHistory;

        Effect(boolean onTopic, boolean inHistory) {
            this.onTopic = onTopic;
            this.inHistory = inHistory;
        }
    }

    /** A subject's next state. */
    public Change(Topic topic, String subject, SpecificRecordBase event) {
        this(topic, subject, event, Effect.STATE);
    }

    public boolean isOnTopic() {
        return effect.onTopic;
    }

    public boolean isInHistory() {
        return effect.inHistory;
    }
}
