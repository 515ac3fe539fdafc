package dev.keyfabric.validator.signing;

import dev.keyfabric.context.enrol.OwnKeyStatus;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.signing.NodeSigning;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/** How things stand with the node's signing key. Always up: a node without a key judges as ever. */
@Singleton
final class SigningIndicator implements HealthIndicator {
    private final NodeSigning signing;
    private final ValidationEngine engine;

    SigningIndicator(NodeSigning signing, ValidationEngine engine) {
        this.signing = signing;
        this.engine = engine;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("signing", HealthStatus.UP)
                .details(details())
                .build());
    }

    private Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        OwnKeyStatus status = signing.status().orElse(null);
        details.put("key", status == null ? "NOT_CONFIGURED" : status.stage().name());
        // What the view says, which decides: a key of another owner is none of this node's.
        List<String> services = engine.identity()
                .services()
                .map(names -> names.stream().sorted().toList())
                .orElse(List.of());
        details.put("signsFor", services);
        if (status != null) {
            details.put("kid", status.kid());
            details.put("newest", status.newest());
            details.put("fault", status.fault());
        }
        return details;
    }
}
