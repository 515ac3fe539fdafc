package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final PartitionId KEYS_0 = new PartitionId(Topic.KEYS, 0);
    private static final PartitionId POSITIONS_0 = new PartitionId(Topic.POSITIONS, 0);
    private static final BusIdentity READ =
            new BusIdentity("c", Map.of(Topic.KEYS, "k", Topic.POSITIONS, "p", Topic.PLANS, "x"));

    private final Verification verification = new Verification(TopicNames.DEFAULT);

    private static BusSnapshot bus(String cluster, String keysId, Extent keys, Extent positions) {
        return new BusSnapshot(
                new BusIdentity(cluster, Map.of(Topic.KEYS, keysId, Topic.POSITIONS, "p")),
                Map.of(KEYS_0, keys, POSITIONS_0, positions));
    }

    private String mismatch(BusIdentity read, long keysNext, long positionsNext, BusSnapshot seen) {
        return verification.mismatch(read, Map.of(KEYS_0, keysNext, POSITIONS_0, positionsNext), seen);
    }

    @Test
    void aBusThatContinuesTheViewIsGood() {
        Extent extent = new Extent(0, 10);

        assertThat(mismatch(READ, 10, 0, bus("c", "k", extent, extent))).isNull();
    }

    @Test
    void anythingIsGoodForAViewThatNeverRead() {
        BusSnapshot seen = bus("other", "other", new Extent(5, 10), new Extent(5, 10));

        assertThat(verification.mismatch(null, Map.of(), seen)).isNull();
    }

    @Test
    void aPartitionNeverReadMayBeginAnywhere() {
        assertThat(verification.mismatch(READ, Map.of(), bus("c", "k", new Extent(5, 10), new Extent(0, 0))))
                .isNull();
    }

    @Test
    void clusterTopicAndOffsetsAreNamed() {
        Extent good = new Extent(0, 10);

        assertThat(mismatch(READ, 1, 1, bus("d", "k", good, good))).contains("cluster c", "cluster d");
        assertThat(mismatch(READ, 1, 1, bus("c", "j", good, good))).contains("keyfabric.keys.v1", "was k", "is j");
        assertThat(mismatch(READ, 11, 1, bus("c", "k", good, good)))
                .contains("keyfabric.keys.v1-0", "offset 11", "ends at 10");
        assertThat(mismatch(READ, 1, 11, bus("c", "k", good, good)))
                .contains("keyfabric.positions.v1-0", "offset 11", "ends at 10");
        assertThat(mismatch(READ, 1, 1, bus("c", "k", new Extent(2, 10), good)))
                .contains("keyfabric.keys.v1-0", "begins at 2");
    }

    @Test
    void onlyATopicThatForgetsByTimeMayLoseItsHead() {
        Extent forgot = new Extent(5, 10);

        assertThat(mismatch(READ, 1, 1, bus("c", "k", new Extent(0, 10), forgot)))
                .isNull();
        assertThat(Verification.readOn(POSITIONS_0, 1, forgot)).isEqualTo(5);
        assertThat(Verification.readOn(POSITIONS_0, 7, forgot)).isEqualTo(7);
        assertThat(Verification.readOn(KEYS_0, 1, forgot)).isEqualTo(1);
    }

    @Test
    void aRefusedOffsetOfALifecycleTopicIsALostLog() {
        assertThat(verification.refusedOffset(refusal("keyfabric.keys.v1")))
                .contains("keyfabric.keys.v1-0", "offset 7");
        assertThat(verification.refusedOffset(refusal("keyfabric.positions.v1")))
                .isNull();
        assertThat(verification.refusedOffset(new StreamsException("something else")))
                .isNull();
    }

    private static StreamsException refusal(String topic) {
        return new StreamsException(new OffsetOutOfRangeException(Map.of(new TopicPartition(topic, 0), 7L)));
    }
}
