package dev.keyfabric.registry.health;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Ready = the writer decides commands, and the read model holds what the topics held at the start. */
@Readiness
@Singleton
public final class RegistryHealth implements HealthIndicator {
    private final Source source;

    RegistryHealth(Source source) {
        this.source = source;
    }

    /** Who knows. */
    public interface Source {
        boolean isReady();

        /** For people; nothing in it is secret. */
        Map<String, Object> details();
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromCallable(
                () -> HealthResult.builder("registry", source.isReady() ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(source.details())
                        .build());
    }
}
