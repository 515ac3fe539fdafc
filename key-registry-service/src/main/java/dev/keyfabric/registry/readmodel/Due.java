package dev.keyfabric.registry.readmodel;

import java.time.Instant;

/**
 * A subject that something is to be done about.
 *
 * @param since when that came to be so, or will
 */
public record Due(String id, Instant since) {}
