package dev.keyfabric.validation.embedded;

import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.metrics.EngineMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The figures of a validator inside an application, under the names that a node has for them; its verdicts are those of the door
 * {@code embedded}. No key and no consumer is ever a label. Needs Micrometer on the class path.
 */
public final class EmbeddedMetrics implements MeterBinder {
    private final EmbeddedValidator validator;

    public EmbeddedMetrics(EmbeddedValidator validator) {
        this.validator = validator;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new EngineMetrics(validator.engine()).bindTo(registry);
        for (Code code : Code.values()) {
            FunctionCounter.builder("keyfabric.verdicts", validator, v -> v.verdicts(code))
                    .description("Verdicts given")
                    .tag("code", code.name())
                    .tag("door", EmbeddedValidator.DOOR)
                    .register(registry);
        }
    }
}
