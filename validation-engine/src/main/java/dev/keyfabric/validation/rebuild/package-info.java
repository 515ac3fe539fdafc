/** Fills a second store beside the one that serves, for one of a few reasons, and lets it take its place. */
@NullMarked
package dev.keyfabric.validation.rebuild;

import org.jspecify.annotations.NullMarked;
