package dev.keyfabric.validation.view;

/**
 * How what the view holds compares with what the registry says that it should.
 *
 * @param compared partitions of lifecycle topics that were compared at least once
 * @param differing those of them whose last digest differed
 */
public record DigestFacts(int compared, int differing) {}
