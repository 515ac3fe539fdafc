package dev.keyfabric.validator.node;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts verdicts by code and door, and how long each door took for them: a fixed number of series, whoever asks whatever.
 * Refusals are told to the fabric too, with the key and the address they are about; nothing is allocated for a yes.
 */
@Singleton
public final class Verdicts {
    /** From what a cached key takes to what a proxy gives up at. */
    private static final Duration[] BUCKETS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000)
            .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);

    private final ValidationEngine engine;
    private final Map<Door, Map<Code, Counter>> counters = new EnumMap<>(Door.class);
    private final Map<Door, Timer> timers = new EnumMap<>(Door.class);
    private final Clock clock;
    private final @Nullable Tracing tracing;

    /** Where a question came in. */
    public enum Door {
        VALIDATE,
        BATCH,
        AUTHORIZE,
        CHECK,
        INTROSPECT,
        TOKEN;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    Verdicts(MeterRegistry registry, ValidationEngine engine, @Nullable Tracing tracing) {
        this.tracing = tracing;
        clock = registry.config().clock();
        this.engine = engine;
        for (Door door : Door.values()) {
            Map<Code, Counter> byCode = new EnumMap<>(Code.class);
            for (Code code : Code.values()) {
                byCode.put(
                        code,
                        Counter.builder("keyfabric.verdicts")
                                .description("Verdicts given")
                                .tag("code", code.name())
                                .tag("door", door.label)
                                .register(registry));
            }
            counters.put(door, byCode);
            timers.put(
                    door,
                    Timer.builder("keyfabric.verdict")
                            .description("From a request's first look at its door to its verdict")
                            .tag("door", door.label)
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    /** The beginning of a request, to be handed over with its verdict. */
    public long begin() {
        return clock.monotonicTime();
    }

    /**
     * Counts a verdict and the time it took, and hands it back.
     *
     * @param clientIp of whoever showed the credential, as far as the door knows it
     * @param begun what {@link #begin()} said
     */
    public Verdict counted(Door door, Verdict verdict, @Nullable String clientIp, long begun) {
        Timer timer = timers.get(door);
        if (timer != null) {
            timer.record(clock.monotonicTime() - begun, TimeUnit.NANOSECONDS);
        }
        return counted(door, verdict, clientIp);
    }

    /** Counts a verdict that is one of many of its request, and hands it back. */
    public Verdict counted(Door door, Verdict verdict, @Nullable String clientIp) {
        if (tracing != null) {
            tracing.tellCurrent("keyfabric.code", verdict.code().name());
        }
        Map<Code, Counter> byCode = counters.get(door);
        Counter counter = byCode == null ? null : byCode.get(verdict.code());
        if (counter != null) {
            counter.increment();
        }
        engine.told(door.label, verdict, clientIp);
        return verdict;
    }
}
