package dev.keyfabric.validation.view;

import dev.keyfabric.follower.FollowedRecord;
import org.jspecify.annotations.Nullable;

/**
 * An incident, and what it is about.
 *
 * @param subject the id of what it is about, where the record names one
 * @param cause the record: {@code topic-partition@offset}
 * @param detail in words, as {@code name=value}; empty when there is no more to say
 */
public record Note(Incident incident, @Nullable String subject, String cause, String detail) {
    static Note of(Incident incident, FollowedRecord record, @Nullable String subject, String detail) {
        return new Note(incident, subject, record.partitionId() + "@" + record.offset(), detail);
    }

    /** As it stands in the log. */
    @Override
    public String toString() {
        return "incident=" + incident + " at=" + cause + (subject == null ? "" : " subject=" + subject)
                + (detail.isEmpty() ? "" : " " + detail);
    }
}
