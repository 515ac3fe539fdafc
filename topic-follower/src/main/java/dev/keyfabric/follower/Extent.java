package dev.keyfabric.follower;

/**
 * What a partition holds for a reader of committed records.
 *
 * @param start the first offset that is still there
 * @param end one past the last committed one (LSO)
 */
record Extent(long start, long end) {}
