package dev.keyfabric.registry.command;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, and how.
 *
 * @param commandId derived from the actor and the {@code Idempotency-Key}, or random when there was none
 * @param expectedVersion the version in {@code If-Match}, or null
 * @param waitSeconds how long {@code Prefer: wait} asks to wait for the fleet, or null when it does not
 * @param traceparent of the request, or null where it is not traced
 */
public record Asker(
        String actor,
        String commandId,
        @Nullable Long expectedVersion,
        @Nullable Integer waitSeconds,
        @Nullable String traceparent) {}
