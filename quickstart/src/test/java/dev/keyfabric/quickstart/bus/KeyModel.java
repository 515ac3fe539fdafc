package dev.keyfabric.quickstart.bus;

import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the keys must be by the contract's version rules, folded from {@code keys.v1} by a plain consumer. */
public final class KeyModel {
    private KeyModel() {}

    /** Key id to its state. Only for histories without two contents of one version. */
    public static Map<String, KeyState> fold(String bootstrap) {
        Map<String, KeyState> keys = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicDump.committed(bootstrap, Topic.KEYS)) {
            if (RecordHeaders.isNoSubject(record.key())) {
                continue;
            }
            KeyState next = Wire.decode(record.value(), KeyEvent.class).getState();
            keys.merge(next.getKeyId(), next, KeyModel::stronger);
        }
        return keys;
    }

    private static KeyState stronger(KeyState held, KeyState next) {
        if (held.getStatus() == KeyStatus.REVOKED && next.getStatus() != KeyStatus.REVOKED) {
            return held;
        }
        return next.getVersion() > held.getVersion() ? next : held;
    }
}
