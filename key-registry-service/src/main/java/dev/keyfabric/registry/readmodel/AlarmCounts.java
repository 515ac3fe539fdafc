package dev.keyfabric.registry.readmodel;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** How often each thing happened that should not happen on a healthy bus, since this process started. */
public final class AlarmCounts {
    private final Map<Succession.Alarm, LongAdder> counts = new EnumMap<>(Succession.Alarm.class);

    AlarmCounts() {
        for (Succession.Alarm alarm : Succession.Alarm.values()) {
            counts.put(alarm, new LongAdder());
        }
    }

    void count(Succession.Alarm alarm) {
        adder(alarm).increment();
    }

    long of(Succession.Alarm alarm) {
        return adder(alarm).sum();
    }

    /** Each alarm by name, with a way to read its count. */
    public Map<String, LongSupplier> byName() {
        Map<String, LongSupplier> byName = new java.util.TreeMap<>();
        counts.forEach((alarm, adder) -> byName.put(alarm.name(), adder::sum));
        return byName;
    }

    private LongAdder adder(Succession.Alarm alarm) {
        LongAdder adder = counts.get(alarm);
        if (adder == null) {
            throw new IllegalStateException("every alarm has a count");
        }
        return adder;
    }
}
