package dev.keyfabric.validator.tls;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Until when the certificate lasts, and whether its files can be used. Up all the same: the last good one serves. */
@Singleton
@Requires(beans = LiveMaterial.class)
final class TlsIndicator implements HealthIndicator {
    private final LiveMaterial live;

    TlsIndicator(LiveMaterial live) {
        this.live = live;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("notAfter", live.notAfter().toString());
        details.put("callersByCertificate", live.knowsCallers());
        details.put("fault", live.fault().orElse(null));
        return Publishers.just(
                HealthResult.builder("tls", HealthStatus.UP).details(details).build());
    }
}
