package dev.keyfabric.context.micronaut;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings {@code keyfabric.context.*} of all listeners.
 *
 * @param onRefused what becomes of a record whose stamp does not hold
 * @param deadLetterSuffix what the name of a dead-letter topic has behind that of its topic
 * @param grace how long a young record is tried again that may be refused only because our validator is behind
 */
@ConfigurationProperties("keyfabric.context")
public record ContextSettings(
        @Bindable(defaultValue = "dead-letter") OnRefused onRefused,
        @Bindable(defaultValue = ".dead") String deadLetterSuffix,
        @Bindable(defaultValue = "5s") Duration grace) {}
