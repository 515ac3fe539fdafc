package dev.keyfabric.validation.view;

import java.util.Map;

/**
 * What the view counts.
 *
 * @param keys held, whatever their status
 * @param consumers held, whatever their status
 * @param denied subjects denied now for want of a readable or permitted record
 * @param digests how the view compares with what the registry says
 * @param incidents how often each happened in the life of the store
 */
public record ViewFacts(long keys, long consumers, long denied, DigestFacts digests, Map<Incident, Long> incidents) {}
