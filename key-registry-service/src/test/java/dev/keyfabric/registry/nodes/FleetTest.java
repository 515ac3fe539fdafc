package dev.keyfabric.registry.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.registry.readmodel.Alarm;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose word counts on positions.v1. */
class FleetTest {
    private static final Position POSITION = new Position(Map.of(new PartitionId(Topic.KEYS, 0), 10L));
    private static final Map<Topic, String> IDS = Map.of(Topic.KEYS, "keys-1");

    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private final NodeKeys keys = new NodeKeys();
    private final AlarmCounts alarms = new AlarmCounts();
    private final Fleet fleet = new Fleet(
            () -> now,
            () -> true,
            () -> new BusIdentity("cluster", IDS),
            new NodeSignatures(TopicNames.DEFAULT, keys),
            alarms);

    @Test
    void aSignedReportConfirms() {
        hear(keys.signed("a", report("a", 11), now));

        assertThat(node().signed()).isTrue();
        assertThat(node().hasApplied(POSITION, IDS)).isTrue();
        assertThat(node().servesUntil()).isEqualTo(now.plus(Duration.ofHours(1)));
    }

    @Test
    void anUnsignedReportIsHeardAndConfirmsNothing() {
        hear(keys.unsigned("a", report("a", 11), now));

        assertThat(node().signed()).isFalse();
        assertThat(node().isHeard(now)).isTrue();
        assertThat(node().hasApplied(POSITION, IDS)).isFalse();
    }

    @Test
    void nobodyShortensTheTimeThatASilentNodeMayServeByWritingInItsName() {
        hear(keys.signed("a", report("a", 5), now));
        hear(keys.unsigned("a", report("a", 11, Duration.ZERO), now));
        now = now.plus(Duration.ofDays(6));

        assertThat(node().servesUntil()).isAfter(now);
        assertThat(node().hasApplied(POSITION, IDS)).isFalse();
    }

    @Test
    void nobodyIsWaitedForLongerThanANodeIsRemembered() {
        Duration forEver = Duration.ofMillis(Long.MAX_VALUE);
        hear(keys.unsigned("a", report("a", 11, forEver), now));
        assertThat(node().servesUntil()).isEqualTo(now.plus(Fleet.REMEMBERED));

        hear(keys.signed("a", report("a", 11, forEver), now));
        assertThat(node().servesUntil()).isEqualTo(now.plus(Fleet.REMEMBERED));
    }

    @Test
    void theNextSignedReportCountsAgain() {
        hear(keys.unsigned("a", report("a", 11), now));
        hear(keys.signed("a", report("a", 11), now));

        assertThat(node().hasApplied(POSITION, IDS)).isTrue();
    }

    @Test
    void aKeyOfAnotherNodeOrUseOrStateDoesNotSpeakForANode() {
        SigningKey stamp = SigningKey.generate(new SecureRandom());
        keys.trust(stamp, "a", KeyUse.STAMP, KeyState.ACTIVE, null);
        SigningKey tainted = SigningKey.generate(new SecureRandom());
        keys.trust(tainted, "a", KeyUse.TXN, KeyState.TAINTED, null);
        SigningKey revoked = SigningKey.generate(new SecureRandom());
        keys.trust(revoked, "a", KeyUse.TXN, KeyState.REVOKED, null);
        SigningKey ended = SigningKey.generate(new SecureRandom());
        keys.trust(ended, "a", KeyUse.TXN, KeyState.RETIRED, now.minusSeconds(61));
        for (SigningKey key : List.of(keys.of("b"), stamp, tainted, revoked, ended)) {
            hear(keys.signed(key, "a", report("a", 11), now));

            assertThat(node().signed()).isFalse();
            hear(keys.signed(key, "a", null, now));
            assertThat(fleet.nodes()).hasSize(1);
        }
        assertThat(alarms.of(Alarm.UNSIGNED_DEPARTURE)).isEqualTo(5);
    }

    @Test
    void aSignatureIsOfOneNodeAndOneReport() {
        FollowedRecord other = keys.signed("a", report("a", 3), now);
        FollowedRecord moved = keys.unsigned("a", report("a", 11), now);
        other.headers().forEach(moved.headers()::add);
        hear(moved);

        assertThat(node().signed()).isFalse();
    }

    @Test
    void aTaintTakesTheWordBackThatWasGivenBefore() {
        hear(keys.signed("a", report("a", 11), now));
        keys.trust(keys.of("a"), "a", KeyUse.TXN, KeyState.TAINTED, null);

        assertThat(node().hasApplied(POSITION, IDS)).isFalse();
        assertThat(node().servesUntil()).isEqualTo(now.plus(Fleet.REMEMBERED));
    }

    @Test
    void whatWasSignedBeforeAKeyWasRetiredStaysSigned() {
        hear(keys.signed("a", report("a", 11), now));
        keys.trust(keys.of("a"), "a", KeyUse.TXN, KeyState.RETIRED, now.plusSeconds(1));
        now = now.plusSeconds(3600);

        assertThat(node().signed()).isTrue();
    }

    @Test
    void onlyTheNodeItselfTakesLeave() {
        hear(keys.signed("a", report("a", 11), now));
        hear(keys.unsigned("a", null, now));

        assertThat(fleet.nodes()).hasSize(1);
        assertThat(alarms.of(Alarm.UNSIGNED_DEPARTURE)).isEqualTo(1);

        hear(keys.signed("a", null, now));
        assertThat(fleet.nodes()).isEmpty();
        assertThat(alarms.of(Alarm.UNSIGNED_DEPARTURE)).isEqualTo(1);
    }

    @Test
    void aReportThatIsReadBeforeItsKeyCountsOnceTheKeyIsThere() {
        SigningKey key = keys.of("a");
        keys.forget(key);
        hear(keys.signed(key, "a", report("a", 11), now));
        assertThat(node().signed()).isFalse();
        Instant heardAt = now;
        now = now.plusSeconds(40);

        keys.trust(key, "a", KeyUse.TXN, KeyState.ACTIVE, null);
        fleet.applied(new Applied(List.of(), List.of()));

        assertThat(node().hasApplied(POSITION, IDS)).isTrue();
        assertThat(node().heardAt()).isEqualTo(heardAt);
    }

    @Test
    void aFarewellThatIsReadBeforeItsKeyCountsOnceTheKeyIsThere() {
        SigningKey key = keys.of("a");
        keys.forget(key);
        hear(keys.signed(key, "a", report("a", 11), now));
        hear(keys.signed(key, "a", null, now));
        assertThat(fleet.nodes()).hasSize(1);

        keys.trust(key, "a", KeyUse.TXN, KeyState.ACTIVE, null);
        fleet.applied(new Applied(List.of(), List.of()));

        assertThat(fleet.nodes()).isEmpty();
    }

    /** Otherwise a signature over nothing readable would make somebody else's claim the node's own. */
    @Test
    void anUnreadableReportDoesNotSignTheUnsignedOneBeforeIt() {
        SigningKey key = keys.of("a");
        keys.forget(key);
        hear(keys.unsigned("a", report("a", 11), now));
        hear(keys.signed(key, "a", new byte[] {1, 2, 3}, now));
        keys.trust(key, "a", KeyUse.TXN, KeyState.ACTIVE, null);
        fleet.applied(new Applied(List.of(), List.of()));

        assertThat(node().signed()).isFalse();
        assertThat(node().hasApplied(POSITION, IDS)).isFalse();
    }

    private Node node() {
        assertThat(fleet.nodes()).hasSize(1);
        return fleet.nodes().iterator().next();
    }

    private void hear(FollowedRecord record) {
        fleet.applied(new Applied(List.of(), List.of(record)));
    }

    private byte[] report(String node, long next) {
        return report(node, next, Duration.ofHours(1));
    }

    private byte[] report(String node, long next, Duration bound) {
        return Wire.encode(new NodePosition(
                node,
                Map.of("keys.v1", List.of(next)),
                now,
                5L,
                bound.toMillis(),
                true,
                "test",
                Map.of("keys.v1", "keys-1"),
                null));
    }
}
