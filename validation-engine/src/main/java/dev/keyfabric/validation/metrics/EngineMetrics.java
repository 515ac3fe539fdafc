package dev.keyfabric.validation.metrics;

import dev.keyfabric.security.SecurityEvents;
import dev.keyfabric.validation.NodeStatus;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.view.Incident;
import dev.keyfabric.validation.view.ViewFacts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How the view is, as gauges and counters; no key and no consumer is ever a label. */
public final class EngineMetrics implements MeterBinder {
    private static final double MS_PER_SECOND = 1000;

    private final ValidationEngine engine;

    public EngineMetrics(ValidationEngine engine) {
        this.engine = engine;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "keyfabric.view.staleness.seconds",
                "Age of the oldest news",
                s -> s.stalenessMs() / MS_PER_SECOND);
        gauge(registry, "keyfabric.view.keys", "Keys held", s -> s.view().keys());
        gauge(
                registry,
                "keyfabric.view.consumers",
                "Consumers held",
                s -> s.view().consumers());
        gauge(
                registry,
                "keyfabric.view.unreadable",
                "Subjects denied for want of a readable record",
                s -> s.view().denied());
        gauge(
                registry,
                "keyfabric.view.digests.differing",
                "Partitions of which the registry says that it holds something else",
                s -> s.view().digests().differing());
        gauge(registry, "keyfabric.node.ready", "1 when ready", s -> s.ready() ? 1 : 0);
        gauge(
                registry,
                "keyfabric.node.halted",
                "1 when an operator must decide",
                s -> s.follower().halted() == null ? 0 : 1);
        gauge(
                registry,
                "keyfabric.node.blocked",
                "1 when the view can take nothing (a full disk)",
                s -> s.follower().blocked() == null ? 0 : 1);
        gauge(
                registry,
                "keyfabric.view.behind",
                "Offsets to the end seen at the start",
                s -> s.follower().behind());
        gauge(
                registry,
                "keyfabric.rebuild.running",
                "1 while a view is filled beside",
                s -> s.rebuild().running() == null ? 0 : 1);
        gauge(
                registry,
                "keyfabric.rebuild.percent",
                "How much of it is done",
                s -> s.rebuild().catchUp().percent());
        gauge(
                registry,
                "keyfabric.rebuild.seconds.left",
                "-1 when it cannot be told",
                s -> s.rebuild().catchUp().secondsLeft());
        counter(
                registry,
                "keyfabric.rebuilds.done",
                "Views that took the place of another",
                s -> s.rebuild().done());
        counter(
                registry,
                "keyfabric.rebuilds.failed",
                "Views that were given up",
                s -> s.rebuild().failed());
        limits(registry);
        for (boolean hit : new boolean[] {true, false}) {
            FunctionCounter.builder("keyfabric.view.cache.lookups", engine, e -> lookups(e, hit))
                    .description("Records asked for: held decoded, or read from the database")
                    .tag("result", hit ? "hit" : "miss")
                    .register(registry);
        }
        SecurityEvents events = engine.securityEvents();
        FunctionCounter.builder("keyfabric.security.events", events, SecurityEvents::reported)
                .description("Refusals and incidents reported to security-events.v1")
                .register(registry);
        FunctionCounter.builder("keyfabric.security.events.dropped", events, SecurityEvents::dropped)
                .description("Those of them of which only the number was told, since too many were different")
                .register(registry);
        for (Incident incident : Incident.values()) {
            FunctionCounter.builder(
                            "keyfabric.view.incidents",
                            engine,
                            e -> e.status().view().incidents().getOrDefault(incident, 0L))
                    .description("Records that were not taken as they came")
                    .tag("kind", incident.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private void limits(MeterRegistry registry) {
        Gauge.builder("keyfabric.limits.keys", engine, e -> e.limitFacts().keys())
                .description("Keys whose consumption is remembered")
                .register(registry);
        Gauge.builder("keyfabric.limits.addresses", engine, e -> e.limitFacts().addresses())
                .description("Client addresses whose failed attempts are remembered")
                .register(registry);
        FunctionCounter.builder(
                        "keyfabric.limits.forgotten",
                        engine,
                        e -> e.limitFacts().forgotten())
                .description("Keys whose consumption was forgotten because there were too many")
                .register(registry);
        FunctionCounter.builder(
                        "keyfabric.limits.saves.failed",
                        engine,
                        e -> e.limitFacts().savesFailed())
                .description("Times that consumption could not be written down")
                .register(registry);
    }

    private static long lookups(ValidationEngine engine, boolean hit) {
        ViewFacts view = engine.status().view();
        return hit ? view.cacheHits() : view.cacheMisses();
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<NodeStatus> value) {
        FunctionCounter.builder(name, engine, e -> value.applyAsDouble(e.status()))
                .description(what)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<NodeStatus> value) {
        Gauge.builder(name, engine, e -> value.applyAsDouble(e.status()))
                .description(what)
                .register(registry);
    }
}
