package dev.keyfabric.registry.console.fleet;

import dev.keyfabric.registry.nodes.Node;
import dev.keyfabric.registry.nodes.NodeTimes;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A validator as the page shows it.
 *
 * @param state in one word: {@code live}, {@code rebuilding}, {@code silent}, {@code over}
 * @param lag records of the lifecycle topics that this registry has applied and the node has not, but for ticks on their way
 * @param percent of those records that it has: 100 when it has all, 0 when it has told of none
 * @param rebuilt how much of a new view it has filled beside the one that it answers from, in per cent; null when none is being filled
 * @param positions per topic, the next offset of each partition
 */
public record NodeRow(
        String id,
        String state,
        boolean signed,
        long lag,
        int percent,
        @Nullable Integer rebuilt,
        Duration staleness,
        Duration bound,
        String version,
        Instant heardAt,
        Instant servesUntil,
        long revocations,
        long p50,
        long p99,
        List<String> positions) {
    /** Each second a tick is written to every partition, and a node reports each second: so many are on their way. */
    private static final long ON_THEIR_WAY = 3;

    /**
     * A row.
     *
     * @param applied the next offset of a partition in this registry's read model
     */
    static NodeRow of(Node node, Instant now, NodeTimes times, ToLongFunction<PartitionId> applied) {
        long all = 0;
        long lag = 0;
        List<String> positions = new ArrayList<>();
        for (Topic topic : Topic.lifecycle()) {
            List<Long> next = node.report().getNextOffsets().getOrDefault(topic.id(), List.of());
            for (int i = 0; i < next.size(); i++) {
                long end = applied.applyAsLong(new PartitionId(topic, i));
                all += end;
                lag += Math.max(0, end - next.get(i) - ON_THEIR_WAY);
            }
            if (!next.isEmpty()) {
                positions.add(topic.id() + ": "
                        + String.join(" ", next.stream().map(String::valueOf).toList()));
            }
        }
        int percent = all == 0 ? (positions.isEmpty() ? 0 : 100) : (int) (100 * (all - lag) / all);
        return new NodeRow(
                node.id(),
                state(node, now, lag),
                node.signed(),
                lag,
                percent,
                node.report().getRebuildPercent(),
                Duration.ofMillis(node.report().getStalenessMs()),
                Duration.ofMillis(node.report().getStalenessBoundMs()),
                node.report().getVersion(),
                node.heardAt(),
                node.servesUntil(),
                times.count(),
                times.quantile(0.5).toMillis(),
                times.quantile(0.99).toMillis(),
                positions);
    }

    private static String state(Node node, Instant now, long lag) {
        if (!node.isHeard(now)) {
            return node.servesUntil().isAfter(now) ? "silent" : "over";
        }
        return node.report().getReady() && lag == 0 ? "live" : "rebuilding";
    }

    public boolean isRebuilding() {
        return state.equals("rebuilding");
    }
}
