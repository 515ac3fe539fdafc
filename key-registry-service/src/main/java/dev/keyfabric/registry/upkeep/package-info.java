/** What time does to subjects, written down: what ended long ago is purged, what ends is announced. */
@NullMarked
package dev.keyfabric.registry.upkeep;

import org.jspecify.annotations.NullMarked;
