package dev.keyfabric.validation.judge;

import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on.
 *
 * @param position the last record applied of the key's partition ({@code keys.v1-3@41}); null when no key was found or
 *     nothing was read
 * @param stalenessMs {@link dev.keyfabric.validation.view.Subjects#STALENESS_UNKNOWN} while a partition was never ticked
 */
public record AsOf(@Nullable String position, long stalenessMs) {}
