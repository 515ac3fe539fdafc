/** The page of what happened. */
@NullMarked
package dev.keyfabric.registry.console.history;

import org.jspecify.annotations.NullMarked;
