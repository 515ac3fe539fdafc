package dev.keyfabric.validation.position;

import dev.keyfabric.validation.time.TimeSource;

/**
 * What a node says of itself with each position.
 *
 * @param nodeId its name in the fleet, unlike any other's
 * @param stalenessBoundMs how long it may go on answering without news
 * @param version of its software
 */
public record NodeIdentity(String nodeId, long stalenessBoundMs, String version, TimeSource time) {}
