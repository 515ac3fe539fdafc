package dev.keyfabric.registry.readmodel;

import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Which lifecycle records may have an effect. All must lie on their subject's own partition, since no order among partitions
 * is told (docs/decisions/0021-misplaced-records.md); signing keys and services, tombstones included, must be the root's word too
 * (docs/contract/identity.md, section 1). Ticks and digests change no subject and pass.
 */
public final class Admission {
    private final TopicNames names;
    private final int partitions;
    private final RootPin pin;

    /** @param partitions of every lifecycle topic */
    public Admission(TopicNames names, int partitions, RootPin pin) {
        this.names = names;
        this.partitions = partitions;
        this.pin = pin;
    }

    String thumbprint() {
        return pin.thumbprint();
    }

    /** Whether a record may have an effect. */
    boolean admits(FollowedRecord record) {
        String key = record.keyText();
        if (!record.topic().isLifecycle()
                || RecordHeaders.TICK_KEY.equals(key)
                || RecordHeaders.DIGEST_KEY.equals(key)) {
            return true;
        }
        if (key != null && home(record.topic(), key).orElse(record.partition()) != record.partition()) {
            return false;
        }
        if (!RootKey.signs(record.topic())) {
            return true;
        }
        RecordContent content = RecordContent.of(names.nameOf(record.topic()), record.key(), record.value());
        return pin.verify(bytes(record, RootPin.HEADER), bytes(record, RecordSignature.HEADER), content)
                instanceof VerifiedJws;
    }

    /** Where the records of a subject belong; empty when the text is no id of a key. */
    private OptionalInt home(Topic topic, String id) {
        return topic == Topic.KEYS
                ? KeyId.parse(id).stream()
                        .mapToInt(key -> Routing.partition(key, partitions))
                        .findFirst()
                : OptionalInt.of(Routing.partition(id, partitions));
    }

    private static byte @Nullable [] bytes(FollowedRecord record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
