package dev.keyfabric.validator.caller;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who has proved to be known.
 *
 * @param service the service it is; null = none that its certificate names
 */
public record Caller(@Nullable String service) {}
