package dev.keyfabric.registry.readmodel;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** How often each {@link Alarm} was raised, since this process started. */
public final class AlarmCounts {
    private final Map<Alarm, LongAdder> counts = new EnumMap<>(Alarm.class);

    public AlarmCounts() {
        for (Alarm alarm : Alarm.values()) {
            counts.put(alarm, new LongAdder());
        }
    }

    public void count(Alarm alarm) {
        adder(alarm).increment();
    }

    public long of(Alarm alarm) {
        return adder(alarm).sum();
    }

    /** Each alarm by name, with a way to read its count. */
    public Map<String, LongSupplier> byName() {
        Map<String, LongSupplier> byName = new java.util.TreeMap<>();
        counts.forEach((alarm, adder) -> byName.put(alarm.name(), adder::sum));
        return byName;
    }

    private LongAdder adder(Alarm alarm) {
        LongAdder adder = counts.get(alarm);
        if (adder == null) {
            throw new IllegalStateException("every alarm has a count");
        }
        return adder;
    }
}
