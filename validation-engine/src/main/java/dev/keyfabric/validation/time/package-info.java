/** Clocks, injected everywhere. */
@NullMarked
package dev.keyfabric.validation.time;

import org.jspecify.annotations.NullMarked;
