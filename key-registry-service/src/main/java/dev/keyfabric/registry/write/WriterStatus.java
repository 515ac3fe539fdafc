package dev.keyfabric.registry.write;

import java.util.Optional;
import java.util.Set;

/**
 * What the writer of one instance does now.
 *
 * @param running whether its Streams client is alive; it is rebuilt by itself after it died
 * @param ready partitions that this instance owns, refilled and decided by it
 * @param lastFailure why its Streams client died last, if it ever did
 * @param ignored records that it did not believe in its refills, because the root had not signed them, or
 *     because they belong on another partition
 */
public record WriterStatus(boolean running, Set<Integer> ready, Optional<String> lastFailure, long ignored) {}
