/** The frame that every page of the console stands in, and how pages are rendered. */
@NullMarked
package dev.keyfabric.registry.console.page;

import org.jspecify.annotations.NullMarked;
