package dev.keyfabric.quickstart.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What holds of {@code keys.v1} however many registries wrote it: each version of a key once, and versions only grow. */
public final class OneStory {
    private OneStory() {}

    public static void assertOfEveryKey(String bootstrap) {
        Map<String, Long> versions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicDump.committed(bootstrap, Topic.KEYS)) {
            if (!RecordHeaders.isNoSubject(record.key())) {
                KeyState state = Wire.decode(record.value(), KeyEvent.class).getState();
                Long before = versions.put(state.getKeyId(), state.getVersion());
                assertThat(state.getVersion()).isGreaterThan(before == null ? 0 : before);
            }
        }
        assertThat(versions).isNotEmpty();
    }
}
