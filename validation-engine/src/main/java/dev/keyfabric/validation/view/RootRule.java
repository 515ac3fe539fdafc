package dev.keyfabric.validation.view;

import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Which records count only when the root signed them, and whether it did; docs/contract/identity.md, section 1. What it
 * did not sign has no effect at all, a tombstone neither.
 *
 * @param pin the root that is believed; null = none, so that no such record counts
 */
public record RootRule(TopicNames names, @Nullable RootPin pin) {
    /** The topics whose records the root signs. */
    static final Set<Topic> SIGNED = Set.of(Topic.SIGNING_KEYS, Topic.SERVICES);

    /** No root is believed. */
    public static RootRule none(TopicNames names) {
        return new RootRule(names, null);
    }

    /** What the store remembers of whom it believed. */
    String remembered() {
        return pin == null ? "none" : pin.thumbprint();
    }

    /** Why a record of a subject has no effect, or empty when it may have one. */
    Optional<Incident> fault(FollowedRecord record) {
        if (!SIGNED.contains(record.topic())) {
            return Optional.empty();
        }
        return pin == null
                ? Optional.of(Incident.NO_ROOT_PINNED)
                : signed(record) ? Optional.empty() : Optional.of(Incident.NOT_SIGNED_BY_ROOT);
    }

    /** Whether the root that is believed signed a record. */
    boolean signed(FollowedRecord record) {
        if (pin == null) {
            return false;
        }
        RecordContent content = RecordContent.of(names.nameOf(record.topic()), record.key(), record.value());
        byte[] root = only(record, RootPin.HEADER);
        byte[] signature = only(record, RecordSignature.HEADER);
        return pin.verify(root, signature, content) instanceof VerifiedJws;
    }

    /** The value of a header that is there once; of two nobody could say which is meant. */
    private static byte @Nullable [] only(FollowedRecord record, String name) {
        Iterator<Header> found = record.headers().headers(name).iterator();
        byte[] value = found.hasNext() ? found.next().value() : null;
        return found.hasNext() ? null : value;
    }
}
