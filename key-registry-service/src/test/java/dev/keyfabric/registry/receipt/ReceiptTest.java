package dev.keyfabric.registry.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.nodes.NodeKeys;
import dev.keyfabric.registry.nodes.NodeSignatures;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final Position POSITION = new Position(Map.of(new PartitionId(Topic.KEYS, 1), 10L));
    private static final Duration BOUND = Duration.ofHours(1);

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final BusIdentity BUS =
            new BusIdentity("cluster", Map.of(Topic.KEYS, "keys-1", Topic.CONSUMERS, "consumers-1"));

    private Instant now = START;
    private boolean live = true;
    private final NodeKeys keys = new NodeKeys();
    private final Fleet fleet = new Fleet(
            () -> now, () -> live, () -> BUS, new NodeSignatures(TopicNames.DEFAULT, keys), new AlarmCounts());
    private final Receipts receipts = new Receipts(fleet, () -> now, Runnable::run);

    @Test
    void withoutAnyNodeAReceiptIsFinal() {
        assertThat(receipts.now(POSITION).isFinal()).isTrue();
    }

    @Test
    void aNodeThatHasAppliedThePositionConfirmsIt() {
        report("a", 11);

        Receipt receipt = receipts.now(POSITION);

        assertThat(receipt.confirmed()).containsExactly("a");
        assertThat(receipt.live()).isEqualTo(1);
        assertThat(receipt.isFinal()).isTrue();
    }

    @Test
    void aNodeThatIsBehindIsPendingThenUnheardThenGone() {
        report("a", 11);
        report("b", 10);

        assertThat(receipts.now(POSITION).pending()).containsExactly("b");
        assertThat(receipts.now(POSITION).isFinal()).isFalse();

        now = now.plusSeconds(30);
        assertThat(receipts.now(POSITION).pending()).containsExactly("b");
        assertThat(receipts.now(POSITION).live()).isZero();

        now = now.plusMillis(1);
        Receipt unheard = receipts.now(POSITION);
        assertThat(unheard.pending()).isEmpty();
        assertThat(unheard.isFinal()).isFalse();
        assertThat(unheard.unheard()).singleElement().satisfies(node -> {
            assertThat(node.id()).isEqualTo("b");
            assertThat(node.lastPosition(POSITION)).hasToString("keys.v1-1@9");
            assertThat(node.servesUntil()).isEqualTo(Instant.parse("2027-01-01T01:00:00Z"));
        });
        assertThat(unheard.confirmed()).containsExactly("a");

        now = Instant.parse("2027-01-01T00:59:59.999Z");
        assertThat(receipts.now(POSITION).isFinal()).isFalse();
        now = Instant.parse("2027-01-01T01:00:00Z");
        assertThat(receipts.now(POSITION).isFinal()).isTrue();
        assertThat(receipts.now(POSITION).confirmed()).isEmpty();
    }

    @Test
    void aNodeThatLeftIsInNoSet() {
        report("a", 3);
        hear("a", null);

        assertThat(receipts.now(POSITION).isFinal()).isTrue();
    }

    @Test
    void aNodeThatDoesNotKnowThePartitionHasNotApplied() {
        NodePosition other = position("a", Map.of("consumers.v1", List.of(99L, 99L)));
        hear("a", Wire.encode(other));
        hear("b", Wire.encode(position("b", Map.of("keys.v1", List.of(99L)))));

        assertThat(receipts.now(POSITION).pending()).containsExactly("a", "b");
    }

    @Test
    void aReportReadFromThePastCountsFromWhenTheBrokerTookIt() {
        live = false;
        Instant appended = now;
        now = now.plusSeconds(60);
        hear("a", Wire.encode(position("a", Map.of())), appended);

        assertThat(receipts.now(POSITION).unheard()).hasSize(1);
        assertThat(receipts.now(POSITION).unheard().get(0).heardAt()).isEqualTo(appended);
    }

    @Test
    void anEndlessStalenessBoundPassesWhenTheNodeIsForgotten() {
        NodePosition endless = NodePosition.newBuilder(position("a", Map.of()))
                .setStalenessBoundMs(Long.MAX_VALUE)
                .build();
        hear("a", Wire.encode(endless));
        now = now.plus(Duration.ofDays(6));
        int before = receipts.now(POSITION).unheard().size();
        now = now.plus(Duration.ofDays(2));

        assertThat(before).isOne();
        assertThat(receipts.now(POSITION).unheard()).isEmpty();
    }

    @Test
    void anUnreadableReportLeavesTheNodeWhereItWas() {
        report("a", 10);
        hear("a", new byte[] {1, 2, 3});

        assertThat(receipts.now(POSITION).pending()).containsExactly("a");
    }

    @Test
    void aNodeOfWhichNothingCouldEverBeReadIsNeitherForgottenNorConfirmed() {
        hear("a", new byte[] {1, 2, 3});

        assertThat(receipts.now(POSITION).pending()).containsExactly("a");
        now = now.plus(Duration.ofDays(2));
        assertThat(receipts.now(POSITION).unheard()).hasSize(1);
        assertThat(receipts.now(POSITION).isFinal()).isFalse();
    }

    @Test
    void anUnreadableReportIsASignOfLife() {
        report("a", 10);
        now = now.plusSeconds(40);
        hear("a", new byte[] {1, 2, 3});

        assertThat(receipts.now(POSITION).pending()).containsExactly("a");
    }

    @Test
    void offsetsOfATopicThatWasMadeAnewConfirmNothing() {
        NodePosition before = NodePosition.newBuilder(position("a", Map.of("keys.v1", List.of(0L, 5000L))))
                .setTopicIds(topicIds("keys-0"))
                .build();
        hear("a", Wire.encode(before));

        assertThat(receipts.now(POSITION).pending()).containsExactly("a");
        assertThat(receipts.now(POSITION).isFinal()).isFalse();
    }

    @Test
    void nothingIsFinalUntilEveryNodeIsKnown() {
        live = false;
        report("a", 11);
        CompletableFuture<Receipt> waiting = receipts.await(POSITION, 30).orElseThrow();

        assertThat(receipts.now(POSITION).confirmed()).containsExactly("a");
        assertThat(receipts.now(POSITION).isFinal()).isFalse();
        assertThat(waiting).isNotDone();
        live = true;
        report("a", 11);
        assertThat(waiting).isCompletedWithValueMatching(Receipt::isFinal);
    }

    @Test
    void waitingEndsWithTheReportThatConfirms() {
        report("a", 10);
        CompletableFuture<Receipt> waiting = receipts.await(POSITION, 30).orElseThrow();
        assertThat(waiting).isNotDone();

        report("a", 11);

        assertThat(waiting).isCompletedWithValueMatching(Receipt::isFinal);
    }

    @Test
    void nobodyWaitsForNodesThatAreNotHeardOf() {
        report("a", 10);
        now = now.plusSeconds(31);

        CompletableFuture<Receipt> waiting = receipts.await(POSITION, 30).orElseThrow();

        assertThat(waiting).isCompletedWithValueMatching(r -> !r.isFinal());
    }

    @Test
    void onlySoManyWaitAtOnce() {
        report("a", 10);
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        for (int i = 0; i < Receipts.MOST_WAITING; i++) {
            waiting.add(receipts.await(POSITION, 30).orElseThrow());
        }
        assertThat(receipts.await(POSITION, 30)).isEmpty();

        report("a", 11);

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(receipts.await(POSITION, 30)).isPresent();
    }

    @Test
    void theJsonIsThatOfTheContract() {
        report("a", 11);
        report("b", 10);
        now = now.plusSeconds(31);

        assertThat(receipts.now(POSITION).json(Duration.ofMillis(9)))
                .hasToString(
                        "{\"confirmed\":1,\"live\":0,\"elapsedMs\":9,\"pending\":[],\"unheard\":[{\"node\":\"b\","
                                + "\"lastPosition\":\"keys.v1-1@9\",\"servesUntil\":\"2027-01-01T01:00:00Z\"}],\"final\":false}");
    }

    private void report(String node, long next) {
        hear(node, Wire.encode(position(node, Map.of("keys.v1", List.of(0L, next)))));
    }

    private NodePosition position(String node, Map<String, List<Long>> offsets) {
        return new NodePosition(node, offsets, now, 5L, BOUND.toMillis(), true, "test", topicIds("keys-1"), null);
    }

    private static Map<String, String> topicIds(String keys) {
        return Map.of("keys.v1", keys, "consumers.v1", "consumers-1");
    }

    private void hear(String node, byte[] value) {
        hear(node, value, now);
    }

    private void hear(String node, byte[] value, Instant appended) {
        fleet.applied(new Applied(List.of(), List.of(keys.signed(node, value, appended))));
    }
}
