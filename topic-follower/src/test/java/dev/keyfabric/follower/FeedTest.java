package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final TopicPartition TP = new TopicPartition("keyfabric.keys.v1", 0);
    private static final PartitionId KEYS_0 = new PartitionId(Topic.KEYS, 0);
    private static final BusIdentity BUS = new BusIdentity("c", Map.of(Topic.KEYS, "k"));

    private final MemoryView view = new MemoryView();
    private final Feed feed = new Feed(
            view,
            BUS,
            TopicNames.DEFAULT,
            Map.of(),
            new Progress("f", InstantSource.system(), () -> {}),
            new Continuity(view, InstantSource.system(), FollowerSettings.OUTDATED_AFTER));

    private static ConsumerRecords<byte[], byte[]> poll(long position, long from, String... keys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String key : keys) {
            byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>(TP.topic(), 0, from + records.size(), bytes, new byte[0]));
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        if (!records.isEmpty()) {
            polled.put(TP, records);
        }
        return new ConsumerRecords<>(polled, Map.of(TP, new OffsetAndMetadata(position)));
    }

    @Test
    void aPollIsOneBatchWithThePositionItMovedTo() {
        feed.take(poll(4, 0, "a", "b", null));

        assertThat(view.batches()).singleElement().satisfies(batch -> {
            assertThat(batch.identity()).isEqualTo(BUS);
            assertThat(batch.nextOffsets()).containsExactly(Map.entry(KEYS_0, 4L));
        });
        assertThat(view.keys()).isEqualTo(Arrays.asList("a", "b", null));
        assertThat(feed.nextOffsets()).containsExactly(Map.entry(KEYS_0, 4L));
    }

    @Test
    void aPositionThatMovedOverMarkersAloneIsApplied() {
        feed.take(poll(2, 0));

        assertThat(view.batches())
                .singleElement()
                .satisfies(b -> assertThat(b.records()).isEmpty());
        assertThat(view.nextOffset(KEYS_0)).hasValue(2);
    }

    @Test
    void nothingMovedIsNothingApplied() {
        feed.take(poll(2, 0, "a", "b"));
        feed.take(poll(2, 0));
        feed.take(ConsumerRecords.empty());

        assertThat(view.batches()).hasSize(1);
    }

    @Test
    void eachUrgentRecordEndsItsBatch() {
        view.urgent(r -> r.keyText().startsWith("!"));

        feed.take(poll(7, 0, "a", "!b", "!c", "d", "e", "!f"));

        assertThat(view.batches())
                .extracting(
                        b -> b.records().stream().map(FollowedRecord::keyText).toList())
                .containsExactly(List.of("a", "!b"), List.of("!c"), List.of("d", "e", "!f"), List.of());
        assertThat(view.batches()).extracting(b -> b.nextOffsets().get(KEYS_0)).containsExactly(2L, 3L, 6L, 7L);
    }

    @Test
    void afterAFailedWriteNothingIsTakenThatWouldPassOverIt() {
        view.beforeEach(batch -> {
            throw new IllegalStateException("disk full");
        });
        assertThatThrownBy(() -> feed.take(poll(1, 0, "a"))).hasMessage("disk full");
        view.beforeEach(batch -> {});

        assertThatThrownBy(() -> feed.take(poll(2, 1, "b"))).isInstanceOf(IllegalStateException.class);

        assertThat(view.batches()).isEmpty();
        assertThat(feed.nextOffsets()).isEmpty();
    }

    @Test
    void onceShutItTakesNothing() {
        feed.shut();

        assertThatThrownBy(() -> feed.take(poll(1, 0, "a"))).isInstanceOf(IllegalStateException.class);
        assertThat(view.batches()).isEmpty();
    }
}
