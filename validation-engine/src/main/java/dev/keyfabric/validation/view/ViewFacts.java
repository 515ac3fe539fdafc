package dev.keyfabric.validation.view;

import java.util.Map;

/**
 * What the view counts.
 *
 * @param keys held, whatever their status
 * @param consumers held, whatever their status
 * @param denied subjects denied now for want of a readable or permitted record
 * @param incidents how often each happened in the life of the store
 */
public record ViewFacts(long keys, long consumers, long denied, Map<Incident, Long> incidents) {}
