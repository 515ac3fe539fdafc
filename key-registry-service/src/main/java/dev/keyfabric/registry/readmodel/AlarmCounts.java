package dev.keyfabric.registry.readmodel;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How often each {@link Alarm} was raised since this process started, and who hears of it. */
public final class AlarmCounts {
    private final List<Consumer<Raised>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Alarm, LongAdder> counts = new EnumMap<>(Alarm.class);

    public AlarmCounts() {
        for (Alarm alarm : Alarm.values()) {
            counts.put(alarm, new LongAdder());
        }
    }

    /**
     * An alarm.
     *
     * @param subject the id of what it is about, or null
     * @param cause the record it is about as {@code topic-partition@offset}, or null
     */
    public record Raised(
            Alarm alarm, @Nullable String subject, @Nullable String cause) {}

    public void raise(Raised raised) {
        adder(raised.alarm()).increment();
        listeners.forEach(listener -> listener.accept(raised));
    }

    /** Calls back for each alarm, on the thread that found the record and in the midst of its work: must be quick. */
    public void onRaised(Consumer<Raised> listener) {
        listeners.add(listener);
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
