package dev.keyfabric.registry.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.nodes.Node;
import dev.keyfabric.registry.nodes.NodeTimes;
import dev.keyfabric.schemas.event.NodePosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeRowTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static NodeRow row(Map<String, List<Long>> next, boolean ready, @Nullable Integer rebuilt) {
        NodePosition report =
                new NodePosition("node", next, NOW, 0L, 3_600_000L, ready, "test", Map.of("keys.v1", "id"), rebuilt);
        return NodeRow.of(new Node(report, NOW, NOW, true), NOW, new NodeTimes(0, List.of()), partition -> 1000);
    }

    @Test
    void aNodeThatFillsANewViewBesideTheOneThatServesIsLiveAndSaysHowFarItIs() {
        NodeRow row = row(Map.of("keys.v1", List.of(1000L)), true, 43);
        assertThat(row.state()).isEqualTo("live");
        assertThat(row.rebuilt()).isEqualTo(43);
    }

    @Test
    void aNodeThatReadsItsFirstViewHasReadItsPartOfWhatIsThere() {
        NodeRow row = row(Map.of("keys.v1", List.of(247L)), false, null);
        assertThat(row.state()).isEqualTo("rebuilding");
        assertThat(row.percent()).isEqualTo(25);
        assertThat(row.rebuilt()).isNull();
    }

    @Test
    void aNodeThatFollowsNothingIsNotSaidToHaveReadEverything() {
        assertThat(row(Map.of(), false, null).percent()).isZero();
    }
}
