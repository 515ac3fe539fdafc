package dev.keyfabric.context.micronaut;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Settings {@code keyfabric.context.listeners.<group>.*} of the listeners of one consumer group.
 *
 * @param group its id
 * @param onRefused null for that of all listeners
 * @param deadLetterTopic null for the record's topic with the suffix
 */
@EachProperty("keyfabric.context.listeners")
public record ListenerSettings(
        @Parameter String group,
        @Nullable OnRefused onRefused,
        @Nullable String deadLetterTopic) {}
