package dev.keyfabric.registry.readmodel;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

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

    private LongAdder adder(Alarm alarm) {
        LongAdder adder = counts.get(alarm);
        if (adder == null) {
            throw new IllegalStateException("every alarm has a count");
        }
        return adder;
    }
}
