package dev.keyfabric.validator.node;

import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts verdicts by code and door: a fixed number of series, whoever asks whatever. */
@Singleton
public final class Verdicts {
    private final Map<Door, Map<Code, Counter>> counters = new EnumMap<>(Door.class);

    /** Where a question came in. */
    public enum Door {
        VALIDATE,
        AUTHORIZE,
        TOKEN
    }

    Verdicts(MeterRegistry registry) {
        for (Door door : Door.values()) {
            Map<Code, Counter> byCode = new EnumMap<>(Code.class);
            for (Code code : Code.values()) {
                byCode.put(
                        code,
                        Counter.builder("keyfabric.verdicts")
                                .description("Verdicts given")
                                .tag("code", code.name())
                                .tag("door", door.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            counters.put(door, byCode);
        }
    }

    /** Counts a verdict and hands it back. */
    public Verdict counted(Door door, Verdict verdict) {
        Map<Code, Counter> byCode = counters.get(door);
        Counter counter = byCode == null ? null : byCode.get(verdict.code());
        if (counter != null) {
            counter.increment();
        }
        return verdict;
    }
}
