package dev.keyfabric.micronaut;

import dev.keyfabric.validation.NodeStatus;
import dev.keyfabric.validation.embedded.EmbeddedValidator;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Down while the embedded validator is not ready, or too far behind to answer: traffic had better go elsewhere. */
@Singleton
@Readiness
@Requires(property = EmbeddedBeans.ENABLED, value = "true")
@Requires(classes = {EmbeddedValidator.class, HealthIndicator.class})
final class EmbeddedIndicator implements HealthIndicator {
    private final EmbeddedValidator validator;

    EmbeddedIndicator(EmbeddedValidator validator) {
        this.validator = validator;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        NodeStatus status = validator.status();
        boolean stale = status.stalenessMs() > status.stalenessBoundMs();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("node", status.nodeId());
        details.put("phase", status.follower().phase().name());
        details.put("behind", status.follower().behind());
        details.put("position", status.applied().toString());
        details.put("stalenessMs", status.stalenessMs());
        details.put("stale", stale);
        validator
                .signing()
                .ifPresent(key -> details.put("signingKey", key.stage().name()));
        return Publishers.just(
                HealthResult.builder("keyfabric", status.ready() && !stale ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(details)
                        .build());
    }
}
