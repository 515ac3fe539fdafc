package dev.keyfabric.registry.readmodel;

import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.Routing;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.TopicNames;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Which lifecycle records must be the root's word, and whether one is: signing keys and services, tombstones included
 * (docs/contract/identity.md, section 1). Its word counts on the subject's own partition alone: the signature does not
 * name the place, and a copy elsewhere would come before or after what the root said later. Ticks and digests change no
 * subject and pass.
 */
public final class RootSigned {
    private final TopicNames names;
    private final int partitions;
    private final RootPin pin;

    /** @param partitions of every lifecycle topic */
    public RootSigned(TopicNames names, int partitions, RootPin pin) {
        this.names = names;
        this.partitions = partitions;
        this.pin = pin;
    }

    String thumbprint() {
        return pin.thumbprint();
    }

    /** Whether a record may have an effect. */
    boolean admits(FollowedRecord record) {
        if (!RootKey.signs(record.topic())) {
            return true;
        }
        String key = record.keyText();
        if (RecordHeaders.TICK_KEY.equals(key) || RecordHeaders.DIGEST_KEY.equals(key)) {
            return true;
        }
        if (key != null && Routing.partition(key, partitions) != record.partition()) {
            return false;
        }
        RecordContent content = RecordContent.of(names.nameOf(record.topic()), record.key(), record.value());
        return pin.verify(bytes(record, RootPin.HEADER), bytes(record, RecordSignature.HEADER), content)
                instanceof VerifiedJws;
    }

    private static byte @Nullable [] bytes(FollowedRecord record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
