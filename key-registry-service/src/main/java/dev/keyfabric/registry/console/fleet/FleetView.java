package dev.keyfabric.registry.console.fleet;

import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.nodes.RevocationTimes;
import dev.keyfabric.registry.readmodel.AppliedOffsets;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/**
 * The fleet at one instant.
 *
 * @param complete whether every node is known
 */
public record FleetView(List<NodeRow> nodes, Plot plot, boolean complete, Instant at) {

    /** Looks at the fleet. */
    @Singleton
    static final class Looking {
        private final Fleet fleet;
        private final RevocationTimes times;
        private final RevocationLog log;
        private final AppliedOffsets offsets;
        private final InstantSource clock;

        Looking(Fleet fleet, RevocationTimes times, RevocationLog log, AppliedOffsets offsets, InstantSource clock) {
            this.fleet = fleet;
            this.times = times;
            this.log = log;
            this.offsets = offsets;
            this.clock = clock;
        }

        FleetView now() {
            Instant now = clock.instant();
            boolean complete = fleet.isComplete();
            List<NodeRow> rows = fleet.nodes().stream()
                    .map(node -> NodeRow.of(
                            node,
                            now,
                            times.of(node.id()),
                            partition -> offsets.next(partition).orElse(0)))
                    .toList();
            return new FleetView(rows, Plot.of(log.latest()), complete, now);
        }
    }

    public long live() {
        return nodes.stream().filter(node -> node.state().equals("live")).count();
    }

    /** Nodes that are not heard of and may still answer. */
    public long silent() {
        return nodes.stream().filter(node -> node.state().equals("silent")).count();
    }

    /** How old the oldest view is that a node which is heard of answers from. */
    public Duration staleness() {
        return nodes.stream()
                .filter(node -> !node.state().equals("silent") && !node.state().equals("over"))
                .map(NodeRow::staleness)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    public long lag() {
        return nodes.stream().mapToLong(NodeRow::lag).max().orElse(0);
    }
}
