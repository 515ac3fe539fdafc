package dev.keyfabric.registry.console.fleet;

import dev.keyfabric.registry.nodes.RevocationTimes;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** How long the latest revocations took to reach a node, in the order in which they did; it listens from the start of this instance on. */
@Context
final class RevocationLog {
    static final int KEPT = 240;

    private final ArrayDeque<Duration> latest = new ArrayDeque<>();

    RevocationLog(RevocationTimes times) {
        times.onTime(this::add);
    }

    private synchronized void add(Duration time) {
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.addLast(time);
    }

    synchronized List<Duration> latest() {
        return List.copyOf(latest);
    }
}
