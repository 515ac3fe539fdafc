package dev.keyfabric.registry.decide;

import java.time.Duration;

/**
 * What time does to subjects.
 *
 * @param purgeAfter how long after its end a key, or a deleted consumer's name and metadata, is kept
 * @param noticeBefore how long before its end a key is said to end soon
 */
public record Terms(Duration purgeAfter, Duration noticeBefore) {}
