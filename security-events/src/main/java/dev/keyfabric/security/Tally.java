package dev.keyfabric.security;

import dev.keyfabric.security.Happening.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened and is not told yet, equal things counted together. Holds a bounded number of different things, give or
 * take one for each thread that reports at that moment; of those that come when it is full only the number is kept.
 */
final class Tally {
    private final int most;
    private final Map<Happening, Count> open = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();

    Tally(int most) {
        this.most = most;
    }

    void add(Happening happening, Count count) {
        if (open.size() >= most && !open.containsKey(happening)) {
            dropped.add(count.times());
            return;
        }
        open.merge(happening, count, Count::and);
    }

    /** Takes out what is there. What is reported meanwhile is in this answer or in the next. */
    Map<Happening, Count> take() {
        Map<Happening, Count> taken = new LinkedHashMap<>();
        for (Happening happening : List.copyOf(open.keySet())) {
            Count count = open.remove(happening);
            if (count != null) {
                taken.put(happening, count);
            }
        }
        return taken;
    }

    /** How many were dropped since this was last asked. */
    long takeDropped() {
        return dropped.sumThenReset();
    }

    void giveBackDropped(long times) {
        dropped.add(times);
    }

    int size() {
        return open.size();
    }
}
