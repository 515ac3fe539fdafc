package dev.keyfabric.validation.limits;

/**
 * How limiting goes.
 *
 * @param keys whose consumption is remembered
 * @param forgotten how many keys were forgotten because there were too many
 * @param addresses whose failed attempts are remembered
 * @param savesFailed how often what was consumed could not be written down
 */
public record LimitFacts(int keys, long forgotten, int addresses, long savesFailed) {}
