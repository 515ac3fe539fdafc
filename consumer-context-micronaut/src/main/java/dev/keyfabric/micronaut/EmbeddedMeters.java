package dev.keyfabric.micronaut;

import dev.keyfabric.validation.embedded.EmbeddedMetrics;
import dev.keyfabric.validation.embedded.EmbeddedValidator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;

/** Shows the embedded validator's figures where the application has a registry of meters. */
@Context
@Requires(property = EmbeddedBeans.ENABLED, value = "true")
@Requires(classes = {EmbeddedValidator.class, MeterRegistry.class})
@Requires(beans = MeterRegistry.class)
final class EmbeddedMeters {
    EmbeddedMeters(EmbeddedValidator validator, MeterRegistry registry) {
        new EmbeddedMetrics(validator).bindTo(registry);
    }
}
