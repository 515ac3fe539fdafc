package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * One lifecycle event, with the whole state after it.
 *
 * @param topic a lifecycle topic
 * @param subject the record key
 * @param event the value, of the topic's event type
 */
public record Change(Topic topic, String subject, SpecificRecordBase event) {
    /** Whether it says what is held, and changes nothing of it. */
    public boolean isDigest() {
        return subject.equals(RecordHeaders.DIGEST_KEY);
    }
}
