package dev.keyfabric.registry.health;

import dev.keyfabric.registry.command.CommandTimes;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.nodes.RevocationTimes;
import dev.keyfabric.registry.readmodel.Alarm;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.NewsTimes;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.security.SecurityEvents;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The registry's own figures on {@code /prometheus}. */
@Singleton
final class RegistryMeters implements MeterBinder {
    private static final Duration[] BUCKETS = Stream.of(
                    5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final double MS_PER_SECOND = 1000;

    private final Lookups lookups;
    private final AlarmCounts alarms;
    private final NewsTimes news;
    private final CommandTimes commands;
    private final SecurityEvents events;
    private final Fleet fleet;
    private final RevocationTimes times;
    private final InstantSource clock;
    private final RegistryHealth.Source health;

    RegistryMeters(
            Lookups lookups,
            AlarmCounts alarms,
            NewsTimes news,
            CommandTimes commands,
            SecurityEvents events,
            Fleet fleet,
            RevocationTimes times,
            InstantSource clock,
            RegistryHealth.Source health) {
        this.lookups = lookups;
        this.alarms = alarms;
        this.news = news;
        this.commands = commands;
        this.events = events;
        this.fleet = fleet;
        this.times = times;
        this.clock = clock;
        this.health = health;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (SubjectKind kind : SubjectKind.values()) {
            Gauge.builder("keyfabric.registry.subjects", lookups, l -> l.count(kind))
                    .description("Subjects in the read model")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        // A meter refers weakly to what it reads: this must be an object that lives as long as the registry.
        for (Alarm alarm : Alarm.values()) {
            FunctionCounter.builder("keyfabric.registry.alarms", alarms, counts -> counts.of(alarm))
                    .description("Records that should not be on a healthy bus, and enrolments to look at")
                    .tag("alarm", alarm.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder("keyfabric.registry.security.events", events, SecurityEvents::reported)
                .description("Refusals and alarms reported to security-events.v1, refused commands on the bus left out")
                .register(registry);
        FunctionCounter.builder("keyfabric.registry.security.events.dropped", events, SecurityEvents::dropped)
                .description("Those of them of which only the number was told, since too many were different")
                .register(registry);
        Gauge.builder(
                        "keyfabric.registry.nodes.live",
                        fleet,
                        f -> f.nodes().stream()
                                .filter(n -> n.isLive(clock.instant()))
                                .count())
                .description("Validators heard within 5 s")
                .register(registry);
        Gauge.builder("keyfabric.registry.read.model.lag.seconds", news, this::lag)
                .description("Age of the read model's oldest news; about a second where all is well")
                .register(registry);
        Timer committed = Timer.builder("keyfabric.registry.command.committed")
                .description("From the broker's taking a command to its result in this read model")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        commands.onCommand((type, outcome, took) -> {
            committed.record(took);
            registry.counter(
                            "keyfabric.registry.commands",
                            "type",
                            type.name().toLowerCase(Locale.ROOT),
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT))
                    .increment();
        });
        Timer applied = Timer.builder("keyfabric.registry.revocation.applied")
                .description("From a revocation's command to the word of a validator that has applied it")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        times.onTime(applied::record);
        Gauge.builder("keyfabric.registry.ready", health, h -> h.isReady() ? 1 : 0)
                .description("1 when commands are decided and the read model has caught up")
                .register(registry);
    }

    private double lag(NewsTimes held) {
        OptionalLong oldest = held.oldest();
        return oldest.isPresent() ? Math.max(0, clock.millis() - oldest.getAsLong()) / MS_PER_SECOND : Double.NaN;
    }
}
