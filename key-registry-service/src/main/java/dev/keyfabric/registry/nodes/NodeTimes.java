package dev.keyfabric.registry.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long revocations took to reach one node.
 *
 * @param count of them since this instance started
 * @param latest of them, the last one last; at most {@value #KEPT}
 */
public record NodeTimes(long count, List<Duration> latest) {
    private static final int KEPT = 200;

    static final NodeTimes NONE = new NodeTimes(0, List.of());

    public NodeTimes {
        latest = List.copyOf(latest);
    }

    NodeTimes with(Duration time) {
        List<Duration> kept = new ArrayList<>(latest.size() < KEPT ? latest : latest.subList(1, KEPT));
        kept.add(time);
        return new NodeTimes(count + 1, kept);
    }

    /** The time that this part of the latest did not exceed, from 0 to 1; zero when there is none. */
    public Duration quantile(double part) {
        if (latest.isEmpty()) {
            return Duration.ZERO;
        }
        List<Duration> sorted = latest.stream().sorted().toList();
        return sorted.get((int) Math.max(0, Math.ceil(part * sorted.size()) - 1));
    }
}
