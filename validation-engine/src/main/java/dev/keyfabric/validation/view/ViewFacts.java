package dev.keyfabric.validation.view;

import java.util.Map;

/**
 * What the view counts.
 *
 * @param keys held, whatever their status
 * @param consumers held, whatever their status
 * @param denied subjects denied now for want of a readable or permitted record
 * @param digests how the view compares with what the registry says
 * @param cacheHits how often a record was asked for and held decoded, since the store was opened
 * @param cacheMisses how often the database was asked
 * @param incidents how often each happened in the life of the store
 */
public record ViewFacts(
        long keys,
        long consumers,
        long denied,
        DigestFacts digests,
        long cacheHits,
        long cacheMisses,
        Map<Incident, Long> incidents) {}
